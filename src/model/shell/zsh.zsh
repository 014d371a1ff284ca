
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
() {
  emulate -L zsh
  [[ -o interactive && ${TERM:-dumb} != dumb && ( -t 1 || -n ${__p9k_instant_prompt_active-} ) &&
    -z ${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-}${CONNECT_DISABLE-} ]] || return 0
  local file=${CONNECT_STATE_DIR:-${XDG_STATE_HOME:-${HOME-}/.local/state}/connect}/quiet-until
  local now=${(%):-%D{%s}} stamp=
  # Only digits may reach `((`, to which a name or a formula is a number too.
  [[ -f $file && -r $file ]] && stamp=$(<$file) && [[ $stamp != *[^0-9]* && $#stamp -eq 10 ]] &&
    (( now < stamp && stamp < now + 93600 )) && return 0
  \whence -p connect >/dev/null || return 0
  if [[ -z ${__p9k_instant_prompt_active-} ]]; then
    \command connect today --hook </dev/null 2>/dev/null
  elif \autoload -Uz add-zle-hook-widget 2>/dev/null; then
    # Powerlevel10k hides what is printed before its prompt stands, so wait until it does.
    __connect_once() {
      add-zle-hook-widget -d line-init __connect_once
      zle -D __connect_once
      unfunction __connect_once
      zle -I
      \command connect today --hook </dev/null 2>/dev/null || :
    }
    add-zle-hook-widget line-init __connect_once
  fi
  return 0
}
# Appended once by `connect init zsh >> ~/.zshrc`; one prompt a day, no process after it.
# Take it out again: connect init zsh --remove
# Quiet for now: export CONNECT_DISABLE=1
# <<< connect <<<
