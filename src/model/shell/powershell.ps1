
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
& {
  $words = [Environment]::GetCommandLineArgs()
  $scripted = ($words -match '^-(c|f|noni)') -and -not ($words -match '^-noe')
  if ($scripted -or [Console]::IsOutputRedirected -or $env:TERM -eq 'dumb') { return }
  if ($env:VSCODE_RESOLVING_ENVIRONMENT -or $env:INTELLIJ_ENVIRONMENT_READER -or $env:CONNECT_DISABLE) { return }
  $base = if ($env:XDG_STATE_HOME) { $env:XDG_STATE_HOME } else { Join-Path $HOME '.local/state' }
  $folder = if ($env:CONNECT_STATE_DIR) { $env:CONNECT_STATE_DIR } else { Join-Path $base 'connect' }
  $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
  [long]$until = 0
  try { $until = [long][IO.File]::ReadAllText((Join-Path $folder 'quiet-until')).Trim() } catch { }
  if ($now -lt $until -and $until -lt $now + 93600) { return }
  $program = Get-Command connect -CommandType Application -TotalCount 1 -ErrorAction Ignore
  if ($program) { try { $null | & $program today --hook 2>$null } catch { } }
}
# Appended once by `connect init powershell >> $PROFILE`; one prompt a day, no process after it.
# Take it out again: connect init powershell --remove
# Quiet for now: $env:CONNECT_DISABLE = '1'
# <<< connect <<<
