
# >>> connect >>>
# The day's prompt, in the first interactive shell of the day. Later ones read one small file.
if [[ $- == *i* && -t 1 && ${TERM:-dumb} != dumb &&
  -z ${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-}${CONNECT_DISABLE-} ]]; then
  __connect_file=${CONNECT_STATE_DIR:-${XDG_STATE_HOME:-${HOME-}/.local/state}/connect}/quiet-until
  __connect_until=
  {
    if [[ -f $__connect_file ]]; then
      IFS='' \read -r -n 20 __connect_until <"$__connect_file" || :
    fi
    # Not `((`, which would carry out what it is given to compare.
    if ! { [ "${EPOCHSECONDS-}" -lt "$__connect_until" ] &&
      [ "$__connect_until" -lt "$((${EPOCHSECONDS:-0} + 93600))" ]; } && \type -P connect >/dev/null; then
      \command connect today --hook </dev/null || :
    fi
  } 2>/dev/null
  \unset -v __connect_file __connect_until
fi
# Appended once by `connect init bash >> ~/.bashrc`; one prompt a day, no process after it.
# Take it out again: connect init bash --remove
# Quiet for now: export CONNECT_DISABLE=1
# <<< connect <<<
