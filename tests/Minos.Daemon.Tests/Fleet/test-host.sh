#!/bin/sh
# A host to install on, on one machine and without containers: a real sshd with a process table of its own, a user of its own (minos,
# password "work pass") and a disk of its own, FOLDER/home. Ending this process ends all of the host's processes at once, as a power cut does;
# the disk stays.
#
#   test-host.sh FOLDER ADDRESS PORT [NAME=VALUE]     the variable is in the environment of every login
#
# FOLDER has authorized_keys and host_key. Needs root, openssh-server and util-linux.
set -eu
folder=$1 address=$2 port=$3
mkdir -p /run/sshd "$folder/home" "$folder/cron"

# Names and passwords of the machine, and one more user.
user=4711
hash='$6$0ybqjuVPrHwh4QjK$pvY5lf8rq3FFUBYaPaB8EIlpXO10Y8v7VKdtaLuDkDORx5kfuDmdaq5.hFlylBYxUDIblY79aeusLl3BKu5B0.'
{ cat /etc/passwd; echo "minos:x:$user:$user::/home/minos:/bin/bash"; } >"$folder/passwd"
{ cat /etc/group; echo "minos:x:$user:"; } >"$folder/group"
{ cat /etc/shadow; echo "minos:$hash:19000:0:99999:7:::"; } >"$folder/shadow"
chmod 600 "$folder/shadow"
chown $user:$user "$folder/home"

cat >"$folder/sshd_config" <<END
ListenAddress $address
Port $port
HostKey $folder/host_key
AuthorizedKeysFile $folder/authorized_keys
StrictModes no
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
MaxStartups 200:30:400
PidFile none
PrintMotd no
SetEnv PATH=$folder/bin:/usr/local/bin:/usr/bin:/bin${4:+ $4}
END

# While FOLDER/hold is there, an upload is received up to its first megabytes and no further, whatever the speed of the machine.
mkdir -p "$folder/bin"
cat >"$folder/bin/tar" <<END
#!/bin/sh
{ head -c 4194304; while [ -e "$folder/hold" ]; do sleep 0.05; done; cat; } | /usr/bin/tar "\$@"
END
chmod 755 "$folder/bin/tar"

exec unshare --mount --pid --uts --fork --kill-child --propagation private sh -ec '
    folder=$0
    mount -t proc proc /proc
    mount -t tmpfs -o mode=755 tmpfs /home
    mkdir /home/minos
    mount --bind "$folder/home" /home/minos
    for file in passwd group shadow; do mount --bind "$folder/$file" "/etc/$file"; done
    if [ -d /var/spool/cron/crontabs ]; then
        chown --reference=/var/spool/cron/crontabs "$folder/cron"
        chmod --reference=/var/spool/cron/crontabs "$folder/cron"
        mount --bind "$folder/cron" /var/spool/cron/crontabs
    fi
    hostname "$1"
    exec /usr/sbin/sshd -D -e -f "$folder/sshd_config"' "$folder" "$address"
