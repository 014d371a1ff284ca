
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones look at one small file.
if status is-interactive; and test -t 1 -a -n "$TERM" -a "$TERM" != dumb
    and test -z "$VSCODE_RESOLVING_ENVIRONMENT$INTELLIJ_ENVIRONMENT_READER$CONNECT_DISABLE"
    set -l folder $HOME/.local/state/connect
    test -n "$XDG_STATE_HOME"; and set folder $XDG_STATE_HOME/connect
    test -n "$CONNECT_STATE_DIR"; and set folder $CONNECT_STATE_DIR
    # The file is dated at the end of the day, so its age is below zero until then.
    set -l age 0
    builtin -q path; and set age (path mtime -R -- $folder/quiet-until; or echo 0)
    if not test "$age" -lt 0 -a "$age" -gt -93600; and command -q connect
        command connect today --hook </dev/null 2>/dev/null
    end
end
# Appended once by `connect init fish >> ~/.config/fish/conf.d/connect.fish`; one prompt a day, no process after it.
# Take it out again: connect init fish --remove
# Quiet for now: set -gx CONNECT_DISABLE 1
# <<< connect <<<
