
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
if $nu.is-interactive and (is-terminal --stdout) and ($env.TERM? | default "dumb") not-in ["", "dumb"] and (
  [$env.VSCODE_RESOLVING_ENVIRONMENT?, $env.INTELLIJ_ENVIRONMENT_READER?, $env.CONNECT_DISABLE?]
  | all {|silencer| $silencer | is-empty }
) {
  let home = $env.HOME? | default ""
  let base = if ($env.XDG_STATE_HOME? | is-empty) { $home | path join ".local" "state" } else { $env.XDG_STATE_HOME }
  let folder = if ($env.CONNECT_STATE_DIR? | is-empty) { $base | path join "connect" } else { $env.CONNECT_STATE_DIR }
  let file = $folder | path join "quiet-until"
  let now = (date now | into int) // 1_000_000_000
  let is_file = ($file | path type) == "file"
  let until = try { if $is_file { open --raw $file | str trim | into int } else { 0 } } catch { 0 }
  if not ($now < $until and $until < $now + 93600) and ("external" in (which --all connect | get type)) {
    try { "" | ^connect today --hook e> /dev/null }
  }
}
# Appended once by `connect init nushell >> ~/.config/nushell/config.nu`; one prompt a day, no process after it.
# Take it out again: connect init nushell --remove
# Quiet for now: $env.CONNECT_DISABLE = "1"
# <<< connect <<<
