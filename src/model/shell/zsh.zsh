
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
__connect=${CONNECT_STATE_DIR:-${XDG_STATE_HOME:-${HOME-}/.local/state}/connect}/quiet-until
__connect_now=${(%):-%D{%s}}
# Only digits fit a range. What speaks is quoted, so that later shells need not parse it, with lines continued as csh's
# rules for quotes ask for.
# Powerlevel10k hides what is printed before its prompt stands, so wait until it does.
[[ -f $__connect && -r $__connect &&
  $(<"$__connect") == ${~:-<$((__connect_now + 1))-$((__connect_now + 93599))>} ]] || \eval '() { \
  emulate -L zsh; \
  [[ -o interactive && $TERM != (|dumb) && ( -t 1 || -n $__p9k_instant_prompt_active ) && \
    -z $VSCODE_RESOLVING_ENVIRONMENT$INTELLIJ_ENVIRONMENT_READER$CONNECT_DISABLE ]] || return 0; \
  \whence -p connect >/dev/null || return 0; \
  if [[ -z $__p9k_instant_prompt_active ]]; then \
    \command connect today --hook </dev/null 2>/dev/null; \
  elif \autoload -Uz add-zle-hook-widget 2>/dev/null; then \
    __connect_once() { \
      add-zle-hook-widget -d line-init __connect_once; zle -D __connect_once; unfunction __connect_once; zle -I; \
      \command connect today --hook </dev/null 2>/dev/null || :; \
    }; \
    add-zle-hook-widget line-init __connect_once; \
  fi \
}'
\unset __connect __connect_now
# Take it out again: connect init zsh --remove
# Quiet for now: export CONNECT_DISABLE=1
# <<< connect <<<
