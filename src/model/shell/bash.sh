
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
__connect=${CONNECT_STATE_DIR:-${XDG_STATE_HOME:-${HOME-}/.local/state}/connect}/quiet-until
if [[ -f $__connect ]]; then \read -rN 12 __connect 2>&- <"$__connect" || :; fi
# Arithmetic carries out what it is given, so only digits get there. The quotes spare later shells the parsing.
[[ ${EPOCHSECONDS-x}${__connect%$'\n'} != *[!0-9]* &&
  $((__connect = 10#0$__connect - EPOCHSECONDS)) -gt 0 && __connect -lt 93600 ]] || \eval '
  [[ $- == *i* && -t 1 && ${TERM:-dumb} != dumb &&
    -z ${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-}${CONNECT_DISABLE-} ]] &&
    \type -P connect >/dev/null && \command connect today --hook </dev/null 2>/dev/null || :'
\unset -v __connect
# Take it out again: connect init bash --remove
# Quiet for now: export CONNECT_DISABLE=1
# <<< connect <<<
