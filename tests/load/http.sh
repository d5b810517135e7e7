#!/usr/bin/env bash
# What http/ costs beside nginx: one page of 2,058 bytes, one server thread on core 0, wrk on
# core 1, rounds in turn, so that a noisy minute hits all. Prints the medians of CPU time and rate.
# usage: tests/load/http.sh PROGRAM [ROUNDS [SECONDS]]      (needs nginx and wrk)
set -euo pipefail
program=$1
rounds=${2:-5}
seconds=${3:-2}
scratch=$(mktemp -d)
pids=()
end() {
    exec 3>&- || true
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap end EXIT

head -c 2058 /dev/zero | tr '\0' x >"$scratch/page.html"
cat >"$scratch/nginx.conf" <<CONF
worker_processes 1;
daemon off;
pid $scratch/pid;
error_log $scratch/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=10;
    client_body_temp_path $scratch/b; proxy_temp_path $scratch/p; fastcgi_temp_path $scratch/f;
    uwsgi_temp_path $scratch/u; scgi_temp_path $scratch/s;
    server { listen 127.0.0.1:18099; root $scratch; }
}
CONF
chmod 755 "$scratch"
taskset -c 0 nginx -c "$scratch/nginx.conf" 2>/dev/null &
pids+=($!)
mkfifo "$scratch/in"
taskset -c 0 "$program" <"$scratch/in" >"$scratch/port" 2>/dev/null &
ours=$!
pids+=("$ours")
exec 3>"$scratch/in"
for _ in $(seq 50); do [ -s "$scratch/port" ] && [ -s "$scratch/pid" ] && break || sleep 0.1; done
worker=$(pgrep -P "$(cat "$scratch/pid")" | head -1)

ticks() { # of user and system time of a process
    awk '{ print $14 + $15 }' "/proc/$1/stat"
}
round() { # NAME PID URL
    local before after
    before=$(ticks "$2")
    taskset -c 1 wrk -t1 -c64 -d"${seconds}s" "$3" >"$scratch/wrk"
    after=$(ticks "$2")
    awk -v name="$1" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        /requests in/ { n = $1 } /Requests\/sec/ { rate = $2 }
        /Non-2xx|Socket errors/ { bad = " BAD " $0 }
        END { printf "%s %.1f %.0f%s\n", name, ticks * 1e6 / hz / n, rate, bad }' "$scratch/wrk" |
        tee -a "$scratch/rounds"
}
port=$(cat "$scratch/port")
for _ in $(seq "$rounds"); do
    round nginx "$worker" http://127.0.0.1:18099/page.html
    round inline "$ours" "http://127.0.0.1:$port/"
    round worker "$ours" "http://127.0.0.1:$port/worker"
done
median() { # NAME COLUMN
    awk -v name="$1" -v c="$2" '$1 == name { print $c }' "$scratch/rounds" | sort -n |
        awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
for name in inline worker; do
    awk -v name="$name" -v nc="$(median nginx 2)" -v nr="$(median nginx 3)" \
        -v c="$(median "$name" 2)" -v r="$(median "$name" 3)" 'BEGIN {
        printf "http %s: %.1f us CPU, %d/s; nginx static: %.1f us, %d/s; ", name, c, r, nc, nr
        printf "ratio %.2f by CPU, %.2f by rate\n", nc / c, r / nr }'
done
