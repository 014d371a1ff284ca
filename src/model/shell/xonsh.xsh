
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
def __connect_once():
    import os, stat, sys, time
    env = __xonsh__.env
    silent = ("VSCODE_RESOLVING_ENVIRONMENT", "INTELLIJ_ENVIRONMENT_READER", "CONNECT_DISABLE")
    if not (env.get("XONSH_INTERACTIVE") and os.isatty(1)) or env.get("TERM") in (None, "", "dumb"):
        return
    if any(env.get(name) for name in silent):
        return
    base = env.get("XDG_STATE_HOME") or os.path.join(env.get("HOME") or "", ".local", "state")
    path = os.path.join(env.get("CONNECT_STATE_DIR") or os.path.join(base, "connect"), "quiet-until")
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            with open(path) as file:
                if 0 < int(file.read(20)) - time.time() < 93600:
                    return
    except (OSError, ValueError):
        pass
    import shutil, subprocess
    program = shutil.which("connect", path=os.pathsep.join(env.get("PATH", [])))
    if program:
        try:
            nothing = subprocess.DEVNULL
            subprocess.run([program, "today", "--hook"], stdin=nothing, stderr=nothing, env=env.detype())
        except OSError:
            pass
__connect_once()
del __connect_once
# Appended once by `connect init xonsh >> ~/.xonshrc`; one prompt a day, no process after it.
# Take it out again: connect init xonsh --remove
# Quiet for now: $CONNECT_DISABLE = "1"
# <<< connect <<<
