# What runs on a host, in any POSIX sh: it says what is there, then does what it is told, one word a line. Before it stand the variables
# n (begins every answer, so that nothing else that a login prints is taken for one), root, machine_dirs, startup, cron_line, unit, who,
# stop_time, gate_time and lock_time. Comments and indentation are not sent.
LC_ALL=C
PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH
umask 022
# The connection may break at any moment; what has begun is brought to its end.
trap '' PIPE HUP
home=$root/supervisor
conf=$home/supervisord.conf
phase=probe
stage=

say() { printf '%s %s\n' "$n" "$*"; }
enter() { phase=$1; say "phase $1"; }
line() { printf '%s' "$*" | tr -s '\n\r' '||' | sed "s/|*\$//; s/|/ | /g; s/\.supervisord\.conf\.$n/supervisord.conf/g"; }
clean() { [ -z "$stage" ] || rm -rf "$stage" "$home/.supervisord.conf.$n" "$home/run/.said.$n"; }
fail() { clean; say "fail $phase $(line "$*")"; exit 1; }
try() { said=$("$@" 2>&1) || fail "$said"; }
# A daemon that hangs is not waited for, where there is a command for it.
if command -v timeout >/dev/null 2>&1; then limited() { timeout "$@"; }; else limited() { shift; "$@"; }; fi
ctl() { limited 15 "$home/current/minosd" ctl -c "$conf" "$@" 2>&1 </dev/null 9>&-; }
ctl_long() { limited $((stop_time + 60)) "$home/current/minosd" ctl -c "$1" "$2" ${3+"$3"} 2>&1 </dev/null 9>&-; }

# The daemon is the one that the pid file names, if that process runs a file of this installation.
find_daemon() {
    pid='' running=''
    [ -r "$home/run/supervisord.pid" ] && read -r pid <"$home/run/supervisord.pid"
    [ -n "$pid" ] || return 0
    exe=$(readlink "/proc/$pid/exe" 2>/dev/null) || exe=''
    case $exe in
        "$real"/releases/*/minosd*) running=${exe#"$real"/releases/} running=${running%%/*} ;;
        *) pid='' ;;
    esac
}

find_startup() {
    case $1 in
        cron) crontab -l 2>/dev/null | grep -qxF "$cron_line" && say 'startup cron' ;;
        systemd) [ -f "/etc/systemd/system/$unit.service" ] && [ "$(unit_text)" = "$(cat "/etc/systemd/system/$unit.service")" ] && say 'startup systemd' ;;
    esac
}

probe() {
    say "system $(uname -sm)"
    real=$home
    [ -d "$home" ] && real=$(cd "$home" && pwd -P) && say present
    release=$(readlink "$home/current" 2>/dev/null) && release=${release##*/} || release=''
    if [ -n "$release" ]; then
        size=0
        [ -r "$home/current/minosd" ] && size=$(($(wc -c <"$home/current/minosd")))
        say "release $release $size"
    fi
    find_daemon
    if [ -n "$pid" ]; then
        say "daemon $pid $running"
    elif [ -s "$home/run/supervisord.journal" ]; then
        say left
    fi
    if [ -r "$conf" ]; then
        sed "s/^/$n conf /" "$conf"
        printf '\n'
    elif [ -e "$conf" ]; then
        fail "$conf is not readable for $(id -un)"
    fi
    while read -r directory; do
        [ -z "$directory" ] || [ -d "$directory" ] || say "missing $directory"
    done <<END
$machine_dirs
END
    parent=$home
    while [ ! -e "$parent" ]; do parent=${parent%/*} parent=${parent:-/}; done
    [ -d "$parent" ] && [ -w "$parent" ] && [ -x "$parent" ] || say "unwritable $parent $(id -un)"
    [ -z "$startup" ] || find_startup "$startup"
    say probed
}

# One operator at a time; the lock ends with this shell, however it ends. Children that stay must not inherit it.
lock() {
    enter lock
    command -v flock >/dev/null || fail 'the command flock is missing (package util-linux)'
    [ -d "$root" ] || made=1
    try mkdir -p "$home/releases" "$home/log" "$home/run" "$home/conf"
    [ -z "${made:-}" ] || : >"$home/.made-root"
    { : >>"$home/.lock"; } 2>/dev/null || fail "$home/.lock is not writable"
    exec 9>>"$home/.lock"
    flock -w "$lock_time" 9 || fail "another operation is under way: $(cat "$home/.lock")"
    printf '%s\n' "$who" >"$home/.lock"
    real=$(cd "$home" && pwd -P)
}

point() {
    ln -s "releases/$1" "$home/.current.$n" || return 1
    mv -fT "$home/.current.$n" "$home/current" 2>/dev/null || { rm -f "$home/current" && mv -f "$home/.current.$n" "$home/current"; }
}

# What a service manager knows it starts, so that it goes on knowing it.
is_service() { [ -f "/etc/systemd/system/$unit.service" ] && [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; }

start_service() {
    # One that has failed too often is not started until that is forgotten.
    systemctl reset-failed "$unit.service" >/dev/null 2>&1
    said=$(systemctl start "$unit.service" 2>&1) || return 1
    await_daemon 10 || { said="minosd does not start (systemctl status $unit says why)"; return 1; }
}

start_daemon() {
    if is_service; then
        start_service
        return
    fi
    "$home/current/minosd" -c "$conf" -j "$home/run/supervisord.pid" </dev/null >/dev/null 2>"$home/run/.said.$n" 9>&-
    status=$?
    said=$(cat "$home/run/.said.$n")
    rm -f "$home/run/.said.$n"
    find_daemon
    if [ $status -ne 0 ]; then
        # After a kill its watcher may have been quicker.
        case $said in *'another daemon is running'*) await_daemon 5 && return 0 ;; esac
        [ -n "$said" ] || said="minosd ended with status $status"
        return 1
    fi
    [ -n "$pid" ] || { said='minosd has ended again'; return 1; }
}

# Until its pid file names it, for so many seconds.
await_daemon() {
    limit=$(($(date +%s) + $1))
    find_daemon
    until [ -n "$pid" ]; do
        [ "$(date +%s)" -lt $limit ] || return 1
        sleep 0.1 2>/dev/null || sleep 1
        find_daemon
    done
}

# Until it answers its own control client.
await_answer() {
    limit=$(($(date +%s) + 30))
    until said=$(ctl pid) && [ "$said" = "$pid" ]; do
        [ "$(date +%s)" -lt $limit ] || { said="minosd does not answer${said:+: $said}"; return 1; }
        sleep 0.1 2>/dev/null || sleep 1
        find_daemon
        [ -n "$pid" ] || { said='minosd has ended'; return 1; }
    done
}

silent() { fail "minosd, pid $pid, does not answer${said:+: $said} (if it hangs: kill -9 $pid there; its programs run on, and a new daemon takes them over)"; }

# On states, not on a clock: until nothing is about to start.
await_health() {
    [ "$gate_time" -gt 0 ] || return 0
    limit=$(($(date +%s) + gate_time))
    while :; do
        sick=$(ctl status | awk '$2 == "STARTING" || $2 == "BACKOFF" || $2 == "FATAL" { print $1 " is " $2 }')
        [ -n "$sick" ] || return 0
        case $sick in *STARTING* | *BACKOFF*) ;; *) break ;; esac
        [ "$(date +%s)" -lt $limit ] || break
        sleep 0.2 2>/dev/null || sleep 1
    done
    said="not healthy: $sick"
    return 1
}

stop_daemon() {
    find_daemon
    # One that was killed has left its programs. Its watcher starts it again within a second or two; else it is done here.
    if [ -z "$pid" ] && [ -s "$home/run/supervisord.journal" ]; then
        await_daemon 3 || start_daemon || :
    fi
    [ -n "$pid" ] || return 0
    daemon=$pid
    try kill -TERM "$daemon"
    limit=$(($(date +%s) + stop_time))
    while [ -d "/proc/$daemon" ] && grep -q '^State:[^ZX]*$' "/proc/$daemon/status" 2>/dev/null; do
        [ "$(date +%s)" -lt $limit ] || fail "the daemon, pid $daemon, is still stopping its programs after $stop_time s"
        sleep 0.1 2>/dev/null || sleep 1
    done
}

unit_text() {
    printf '[Unit]\nDescription=Minos supervisor of %s\nAfter=network.target\n\n[Service]\nType=simple\n' "$root"
    printf 'ExecStart="%s/current/minosd" -n -c "%s" -j "%s/run/supervisord.pid"\n' "$home" "$conf" "$home"
    printf 'Restart=on-failure\nKillMode=process\nTimeoutStopSec=%s\n\n[Install]\nWantedBy=multi-user.target\n' "$stop_time"
}

set_startup() {
    case $startup in
        cron)
            command -v crontab >/dev/null || fail 'the command crontab is missing (package cron)'
            said=$({ crontab -l 2>/dev/null | grep -vxF "$cron_line"; printf '%s\n' "$cron_line"; } | crontab - 2>&1) || fail "$said"
            ;;
        systemd)
            [ "$(id -u)" = 0 ] || fail 'a systemd unit needs root (as another user: cron)'
            command -v systemctl >/dev/null || fail 'the command systemctl is missing'
            [ -f "/etc/systemd/system/$unit.service" ] || made_unit=1
            unit_text >"/etc/systemd/system/$unit.service" || fail "cannot write /etc/systemd/system/$unit.service"
            try systemctl enable "$unit.service"
            # In an image that is being made none runs.
            [ ! -d /run/systemd/system ] || try systemctl daemon-reload
            ;;
    esac
}

remove_startup() {
    if command -v crontab >/dev/null && crontab -l 2>/dev/null | grep -qxF "$cron_line"; then
        said=$({ crontab -l | grep -vxF "$cron_line" || :; } | crontab - 2>&1) || fail "$said"
        say 'change removed crontab @reboot'
    fi
    if [ -f "/etc/systemd/system/$unit.service" ]; then
        systemctl disable "$unit.service" >/dev/null 2>&1
        try rm -f "/etc/systemd/system/$unit.service"
        [ ! -d /run/systemd/system ] || systemctl daemon-reload >/dev/null 2>&1
        say "change removed /etc/systemd/system/$unit.service"
    fi
}

# The files come as a tar archive at the end of the input: manifest, supervisord.conf and, when it is not there yet, release/.
unpack() {
    enter upload
    rm -rf "$home"/.new.* "$home"/.supervisord.conf.* "$home"/.current.* "$home/.before.conf"
    stage=$home/.new.$n
    try mkdir "$stage"
    said=$(tar -xof - -C "$stage" 2>&1) || fail "$said$(df -Pk "$stage" 2>/dev/null | awk 'NR == 2 { print " (" $4 " KB are free on " $6 ")" }')"
    [ -s "$stage/manifest" ] || fail 'the connection broke off'
    if command -v sha256sum >/dev/null; then
        said=$(cd "$stage" && sha256sum -c manifest 2>&1) || fail "not all that was sent has arrived: $(printf '%s\n' "$said" | grep -v ': OK$')"
    fi
    chmod 600 "$stage/supervisord.conf"
    find "$stage" -type f -exec sync {} + 2>/dev/null || sync
}

put_release() {
    [ -d "$stage/release" ] || return 0
    if [ -e "$home/releases/$digest" ]; then
        # Broken by a power cut or a hand.
        try mv "$home/releases/$digest" "$stage/broken"
    fi
    try mv "$stage/release" "$home/releases/$digest"
    try touch "$home/releases/$digest"
    sync "$home/releases" 2>/dev/null || :
}

roll_back() {
    reason=$said
    [ -z "${made_unit:-}" ] || remove_startup
    if [ -n "$before" ] && [ -d "$home/releases/$before" ]; then
        asked=$conf
        if [ -e "$stage/before.conf" ]; then
            # Once taken over, the daemon answers where the new configuration says.
            [ -z "$took_over" ] || { asked=$home/.before.conf; mv -f "$conf" "$asked"; }
            cp -p "$stage/before.conf" "$home/.supervisord.conf.$n" && mv -f "$home/.supervisord.conf.$n" "$conf"
        fi
        point "$before"
        find_daemon
        if [ -n "$pid" ] && [ "$running$took_over" != "$before" ]; then
            ctl_long "$asked" upgrade "$real/releases/$before/minosd" >/dev/null || :
            ctl_long "$conf" update >/dev/null || :
        elif [ -z "$pid" ] && [ -n "$was_running" ]; then
            start_daemon || reason="$reason; starting the release before: $said"
        fi
        rm -f "$home/.before.conf"
        fail "$reason (rolled back to $(printf %.12s "$before"))"
    fi
    find_daemon
    [ -z "$pid" ] || stop_daemon
    rm -f "$home/current" "$conf"
    fail "$reason"
}

# In place: the daemon keeps its pid and its programs. The old configuration says where it answers.
take_over() {
    if [ "$running" != "$digest" ] || [ -n "$conf_changed" ]; then
        # A new configuration may have another address: there it is asked next.
        said=$(ctl_long "${old_conf:-$conf}" upgrade "$real/releases/$digest/minosd") || case $said in *'nobody answers'*) ;; *) return 1 ;; esac
        took_over=1
    fi
    await_answer || return 1
    if [ -n "$conf_changed" ]; then
        said=$(ctl_long "$conf" update) || return 1
        [ -z "$said" ] || printf '%s\n' "$said" | while read -r change; do say "change updated $change"; done
    fi
}

install_files() {
    lock
    probe_before=$release
    release=$(readlink "$home/current" 2>/dev/null) && release=${release##*/} || release=''
    [ "$release" = "$probe_before" ] || fail 'another operator has installed a release meanwhile'
    unpack
    put_release
    enter check
    conf_changed='' old_conf='' took_over='' before=$release
    new=$home/.supervisord.conf.$n
    try cp -p "$stage/supervisord.conf" "$new"
    said=$("$home/releases/$digest/minosd" check -c "$new" 2>&1 </dev/null 9>&-) || fail "$said"
    enter apply
    if [ -e "$conf" ]; then
        try cp -p "$conf" "$stage/before.conf"
        # Beside the other, for the sake of %(here)s.
        cmp -s "$conf" "$new" || { conf_changed=1 old_conf=$home/.before.conf; try cp -p "$conf" "$old_conf"; }
    fi
    try mv -f "$new" "$conf"
    [ "$release" = "$digest" ] || point "$digest" || fail "cannot write $home/current"
    sync "$home" "$conf" 2>/dev/null || :
    find_daemon
    was_running=$pid
    if [ -n "$pid" ]; then
        take_over || { rm -f "$old_conf"; roll_back; }
        [ -z "$took_over" ] || say "change updated minosd, pid $pid, taken over in place"
    else
        enter start
        [ "$startup" != systemd ] || set_startup
        start_daemon && await_answer || roll_back
        say "change started minosd, pid $pid"
    fi
    [ -z "$old_conf" ] || rm -f "$old_conf"
    await_health || roll_back
    set_startup
    find_daemon
    kept=0
    for old in $(ls -1t "$home/releases"); do
        kept=$((kept + 1))
        [ $kept -le 3 ] || [ "$old" = "$digest" ] || [ "$old" = "$running" ] || { rm -rf "$home/releases/$old" && say "change removed releases/$old"; }
    done
    clean
    say "done $pid"
}

remove_all() {
    enter stop
    lock
    stop_daemon
    enter remove
    remove_startup
    made=''
    [ -e "$home/.made-root" ] && made=1
    try mv "$home" "$root/.supervisor.$n"
    try rm -rf "$root/.supervisor.$n"
    rmdir "$root/app" "$root/packages" "$root/log" 2>/dev/null
    [ -z "$made" ] || rmdir "$root" 2>/dev/null
    say 'done'
}

probe
read -r verb digest || exit 0
case $verb in
    install) install_files ;;
    uninstall) remove_all ;;
    start)
        lock
        enter start
        find_daemon
        [ -n "$pid" ] || { start_daemon && await_answer && say "change started minosd, pid $pid"; } || fail "$said"
        await_health || fail "$said"
        say "done $pid"
        ;;
    stop)
        lock
        enter stop
        stop_daemon
        say 'done'
        ;;
    restart)
        lock
        enter stop
        stop_daemon
        enter start
        start_daemon && await_answer || fail "$said"
        say "change started minosd, pid $pid"
        await_health || fail "$said"
        say "done $pid"
        ;;
    verify)
        enter status
        said=$(ctl pid) && [ "$said" = "$pid" ] || silent
        say "done $pid"
        ;;
    status)
        enter status
        if [ -n "$pid" ]; then
            said=$(ctl version) || silent
            say "version $said"
            ctl status | awk '{ count[$2]++ } END { for (state in count) print "'"$n"' state " state " " count[state] }'
        fi
        say "done $pid"
        ;;
esac
