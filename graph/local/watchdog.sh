# Runs a command for as long as the other end of standard input is held open.
#   sh -c "$this" watchdog GRACE COMMAND [ARG...]
# Whoever starts it holds a pipe and says nothing. When the pipe closes, by
# intention or because its holder was killed, the command is asked to end and,
# after GRACE seconds, made to. Descriptors 3 and 4 are for the command to
# hold: the lock on the data folder, and a pipe that tells its end.
grace=$1
shift
exec 5<&0
"$@" </dev/null 5<&- &
child=$!
(
	read -r line <&5
	if [ "$grace" -gt 0 ]; then kill -TERM "$child"; fi
	while [ "$grace" -gt 0 ] && kill -0 "$child"; do
		sleep 1
		grace=$((grace - 1))
	done
	kill -KILL "$child"
) 3<&- 4<&- >/dev/null 2>&1 &
watch=$!
wait "$child"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
