#!/usr/bin/env python3
"""Two gateways and one PostgreSQL, which is stopped, killed and started under load: what does the evidence say?

  postgresql.py PROGRAM [--rounds N] [--seed S]

PROGRAM is built with `--traits PostgreSQL`. A cluster of its own is made in a temporary folder. Then: every exchange that a client
got an answer to stands in the database; what stands there is what the gateways wrote, byte for byte, and both verifiers pass it;
no request reached the endpoint without an INTENT or with something in it that should have been found; when too much waits for the
database, requests are refused and taken again; a log that was rolled back and a second gateway with the same log are refused; nothing
that was found stands in the database or in anybody's messages. Ends with 1 where one of that is not so.
"""
import argparse, base64, collections, concurrent.futures, contextlib, glob, http.client, json, os, pathlib, random, shutil, signal, socket
import sqlite3, subprocess, sys, tempfile, threading, time

import crash

CANARY = "zqcanary"
PASSWORD = "Tr0ub4dor&3x"
SECRET = "not-for-logs-4711"
VERIFIER = pathlib.Path(__file__).with_name("verify_log.py")
SCHEMA = crash.ROOT / "deploy/postgresql.sql"
TABLES = {
    "entry": ["sequence", "exchange", "kind", "recorded", "hex(content)", "hex(digest)", "hex(mac)"],
    "node": ["level", "position", "hex(hash)"],
    "checkpoint": ["size", "recorded", "note"],
    "kept": ["sequence", "what", "hex(bytes)"],
}


def require(is_so, problem):
    if not is_so:
        sys.exit(f"postgresql.py: {problem}")


def wait_until(condition, seconds, problem):
    end = time.monotonic() + seconds
    while not condition():
        require(time.monotonic() < end, problem)
        time.sleep(0.1)


class Cluster:
    """PostgreSQL as Debian brings it, on a port and with accounts of its own."""

    def __init__(self, folder):
        programs = [pathlib.Path(path).parent for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
        require(programs, "There is no PostgreSQL server below /usr/lib/postgresql.")
        programs.sort(key=lambda path: float(path.parent.name))
        self.programs, self.data, self.sockets = programs[-1], folder / "data", folder / "sockets"
        self.port = crash.free_port()

    def set_up(self):
        folder = self.data.parent
        self.sockets.mkdir()
        if os.getuid() == 0:
            # PostgreSQL does not run as root.
            for path in [folder, self.sockets]:
                shutil.chown(path, "postgres")
            for path in [folder, *folder.parents]:
                if path != pathlib.Path("/tmp") and str(path) != "/":
                    path.chmod(path.stat().st_mode | 0o011)
        self.run("initdb", "-D", self.data, "--no-locale", "-E", "UTF8", "--auth-local=trust", "--auth-host=scram-sha-256", "-U", "postgres")
        with open(self.data / "postgresql.conf", "a") as settings:
            settings.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.sockets}'\n")
        self.start()
        self.query("CREATE DATABASE evidence", "postgres")
        # As it is before version 15.
        self.query("GRANT CREATE ON SCHEMA public TO PUBLIC")
        self.run("psql", "-q", "-h", self.sockets, "-p", self.port, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "evidence",
                 stdin=SCHEMA.read_text())
        for name in ["a", "b", "c"]:
            self.query(f"CREATE ROLE gateway_{name} LOGIN PASSWORD '{SECRET}' IN ROLE cloakroom_writer")
        self.query("CREATE ROLE dpo LOGIN IN ROLE cloakroom_reader")

    def run(self, program, *arguments, stdin=None, is_allowed_to_fail=False):
        command = [f"{self.programs}/{program}", *map(str, arguments)]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # A server that is started keeps the descriptors that it is given.
        done = subprocess.run(command, input=stdin, stdin=None if stdin else subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, cwd="/")
        require(is_allowed_to_fail or done.returncode == 0, f"{program} ended with {done.returncode}: {done.stdout}")
        return done

    def start(self):
        # After a kill its children keep the memory until they notice.
        def has_started():
            return self.run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "server.log", "start",
                            is_allowed_to_fail=True).returncode == 0
        wait_until(has_started, 60, "PostgreSQL does not start.")

    def stop(self, how):
        if how == "kill":
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
        else:
            self.run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def end(self):
        """However the test ended."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop", is_allowed_to_fail=True)

    def query(self, sql, database="evidence", user="postgres", is_allowed_to_fail=False):
        return self.run("psql", "-X", "-h", self.sockets, "-p", self.port, "-U", user, "-v", "ON_ERROR_STOP=1", "-A", "-t",
                        "-F", "\x1f", "-R", "\x1e", "-c", sql, database, is_allowed_to_fail=is_allowed_to_fail)

    def tried(self, sql, user):
        """Runs it and takes it back; what it says ends with SQLSTATE where it is refused."""
        return self.run("psql", "-X", "-q", "-h", self.sockets, "-p", self.port, "-U", user, "-v", "ON_ERROR_STOP=1",
                        "-v", "VERBOSITY=sqlstate", "evidence", stdin=f"BEGIN;\n{sql};\nROLLBACK;\n", is_allowed_to_fail=True)

    def rows(self, sql):
        text = self.query(sql).stdout
        # The last line feed is psql's.
        return [row.split("\x1f") for row in text.removesuffix("\n").split("\x1e") if row]

    def url(self, name, database="evidence"):
        return f"postgresql://gateway_{name}:{SECRET}@127.0.0.1:{self.port}/{database}"


class Endpoint(crash.Endpoint):
    """Also remembers whether it got anything that should have been found."""

    def __init__(self):
        self.leaks = 0
        super().__init__()

    def take(self, body):
        super().take(body)
        if CANARY.encode() in body or PASSWORD.encode() in body:
            with self.lock:
                self.leaks += 1


class Gateway(crash.Gateway):
    """One of the two; what it says is kept."""

    def __init__(self, program, folder, endpoint, name, cluster):
        folder.mkdir()
        super().__init__(program, folder, endpoint)
        self.said, self.origin = [], f"school.example/{name}"
        self.environment |= {"CLOAKROOM_AUDIT_ORIGIN": self.origin, "EVIDENCE_DATABASE": cluster.url(name),
                             "CLOAKROOM_AUDIT_DATABASE": "env:EVIDENCE_DATABASE"}

    def launch(self):
        """Starts it, and says whether it serves."""
        self.process = subprocess.Popen([self.program, "serve"], cwd=self.folder, env=self.environment,
                                        stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            self.said.append(line)
            if "is ready" in line:
                threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True).start()
                return True
        self.process.wait()
        return False

    def start(self):
        require(self.launch(), f"The gateway did not start: {''.join(self.said)}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        require(self.process.wait(40) == 0, f"The gateway ended with {self.process.returncode}.")

    def end(self):
        """However the test ended."""
        if hasattr(self, "process") and self.process.poll() is None:
            self.kill()

    def rows(self, sql):
        # Closed each time: SQLite shares what connections of one process know of a file, also when another one has its place.
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/audit.sqlite?mode=ro", uri=True)) as database:
            return [["" if value is None else str(value) for value in row] for row in database.execute(sql)]

    def size(self):
        return int(self.rows("SELECT coalesce(max(sequence), 0) FROM entry")[0][0])

    def ask(self, number, is_blocked=False):
        return send(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), number, is_blocked)


def send(connection, number, is_blocked):
    """What is found has the same placeholder each time: so every length stays one of its own."""
    text = f"Write to {CANARY}{number}@greenfield.example. " + "x" * number + (f" My password is: {PASSWORD}" if is_blocked else "")
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]})
    connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
    answer = connection.getresponse()
    said = answer.read()
    return answer.getheader("x-request-id"), answer.status, said


class Load:
    """Clients of one gateway, until they are told to stop; a gateway that is gone is asked again."""

    def __init__(self, gateway, lengths, count=4):
        self.gateway, self.lengths, self.answers, self.is_over = gateway, lengths, [], False
        self.pool = concurrent.futures.ThreadPoolExecutor(count)
        self.clients = [self.pool.submit(self.run) for _ in range(count)]

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=30)
        while not self.is_over:
            number = next(self.lengths)
            try:
                answer = send(connection, number % 3000, number % 7 == 0)
            except (OSError, http.client.HTTPException):
                connection.close()
                time.sleep(0.1)
                continue
            self.answers.append(answer)
            # Enough for a queue of entries at all times, and not more than the listing shows.
            time.sleep(0.002)

    def finish(self):
        self.is_over = True
        for client in self.clients:
            client.result()
        self.pool.shutdown()
        return self.answers


def copied(gateway, cluster, seconds=60):
    """Waits until the database has everything."""
    def count():
        rows = cluster.rows(f"SELECT coalesce(max(sequence), 0) FROM cloakroom.entry WHERE origin = '{gateway.origin}'")
        return int(rows[0][0])
    wait_until(lambda: count() == gateway.size(), seconds, f"{gateway.origin} is not copied.")


def compare(gateway, cluster):
    for table, columns in TABLES.items():
        order = " ORDER BY 1, 2"
        own = gateway.rows(f"SELECT {', '.join(columns)} FROM {table}{order}")
        names = [f"upper(encode({column[4:-1]}, 'hex'))" if column.startswith("hex") else column for column in columns]
        copy = cluster.rows(f"SELECT {', '.join(names)} FROM cloakroom.{table} WHERE origin = '{gateway.origin}'{order}")
        require(own == copy, f"{gateway.origin}: {table} has {len(own)} rows, its copy {len(copy)}, and they differ.")
    return gateway.size()


def verify(gateways, folder):
    for gateway in gateways:
        kit = ["--key", str(gateway.folder / "kit/verifier-keys"), "--mac-key", str(gateway.folder / "kit/first-mac-key")]
        told = gateway.command("verify", "--origin", gateway.origin, *kit)
        require(told.returncode == 0, f"The copy does not verify: {told.stdout}{told.stderr}")
        export = gateway.folder / "copy.log"
        told = gateway.command("export", "--format", "log", "--origin", gateway.origin, "--out", str(export))
        require(told.returncode == 0, f"The copy cannot be exported: {told.stderr}")
        told = subprocess.run([sys.executable, VERIFIER, "--export", export, *kit], capture_output=True, text=True)
        require(told.returncode == 0, f"The other verifier refuses the copy: {told.stdout}{told.stderr}")
    keys = folder / "all-keys"
    keys.write_text("".join((gateway.folder / "kit/verifier-keys").read_text() for gateway in gateways))
    told = gateways[0].command("verify", "--all", "--key", str(keys))
    require(told.returncode == 0, f"The copies do not agree: {told.stdout}{told.stderr}")


def under_load(gateways, cluster, endpoint, rounds, rng):
    lengths = crash.Lengths()
    loads = [Load(gateway, lengths) for gateway in gateways]
    try:
        for number in range(rounds):
            time.sleep(rng.uniform(0.5, 2))
            cluster.stop(["fast", "immediate", "kill"][number % 3])
            time.sleep(rng.uniform(0.5, 2))
            if number == 1:
                gateways[1].kill()
                gateways[1].start()
                time.sleep(1)
            cluster.start()
    finally:
        # Else they would go on asking, and this would never end.
        answers = [load.finish() for load in loads]
    statuses = collections.Counter(status for told in answers for _, status, _ in told)
    require(set(statuses) == {200, 400}, f"Clients got {dict(statuses)}.")
    for gateway in gateways:
        copied(gateway, cluster)
        gateway.stop()
    sizes = [compare(gateway, cluster) for gateway in gateways]
    lost, sent = 0, set()
    for gateway, told in zip(gateways, answers):
        listed = gateway.command("list", "--limit", "100000", "--format", "json", "--origin", gateway.origin)
        exchanges = {line["ref"]: line for line in map(json.loads, listed.stdout.splitlines())}
        lost += sum(reference not in exchanges for reference, _, _ in told)
        sent |= {line.get("sent_bytes") for line in exchanges.values()}
    unrecorded = [length for length in endpoint.lengths if length not in sent]
    require(lost == 0, f"{lost} exchanges that were answered are not in the database.")
    require(not unrecorded, f"{len(unrecorded)} requests reached the endpoint without an INTENT.")
    require(endpoint.leaks == 0, f"{endpoint.leaks} requests reached the endpoint with what should have been found.")
    print(f"{rounds} times without a database: {dict(statuses)} answered, none lost; {sizes} entries copied")


def full(gateway, cluster, endpoint):
    """Refuses when too much waits, and goes on by itself."""
    gateway.environment["CLOAKROOM_AUDIT_BACKLOG"] = "40"
    gateway.start()
    copied(gateway, cluster)
    cluster.stop("fast")
    answers = [gateway.ask(number) for number in range(60)]
    require([status for _, status, _ in answers[:15]] == [200] * 15, "Requests were refused too early.")
    require(all(status == 503 for _, status, _ in answers[45:]), "Requests were not refused.")
    require(json.loads(answers[-1][2])["error"]["code"] == "cloakroom_unavailable", "The refusal has another code.")
    count = sum(endpoint.lengths.values())
    require(gateway.ask(61)[1] == 503 and sum(endpoint.lengths.values()) == count, "Something left without evidence.")
    # Also after a start, when the backlog is known from the mark only.
    gateway.stop()
    gateway.start()
    require(gateway.ask(62)[1] == 503, "A start forgot the backlog.")
    cluster.start()
    begun = time.monotonic()
    wait_until(lambda: gateway.ask(63)[1] == 200, 40, "Requests are still refused.")
    print(f"40 entries waited: refused; taken again {time.monotonic() - begun:.1f} s after the database was back")
    del gateway.environment["CLOAKROOM_AUDIT_BACKLOG"]
    copied(gateway, cluster)
    gateway.stop()


def erased(gateway, cluster):
    gateway.start()
    reference, status, _ = gateway.ask(5, is_blocked=True)
    require(status == 400, f"A password was answered with {status}.")
    copied(gateway, cluster)
    found = f"FROM cloakroom.entry e JOIN cloakroom.kept k USING (origin, sequence) WHERE e.exchange = '{reference}'"
    require(cluster.rows(f"SELECT 1 {found}"), "The redacted text was not copied.")
    told = gateway.command("erase", reference, "--by", "dpo")
    require(told.returncode == 0, told.stderr)
    copied(gateway, cluster)
    require(not cluster.rows(f"SELECT 1 {found}"), "What was erased is still kept.")
    rows = cluster.rows(f"SELECT content IS NULL FROM cloakroom.entry WHERE exchange = '{reference}'")
    require(rows == [["t"]], "What was erased is still there.")
    gateway.stop()
    compare(gateway, cluster)


def rolled_back(gateway, cluster):
    backup = gateway.folder / "backup"
    shutil.copytree(gateway.folder, backup, ignore=shutil.ignore_patterns("kit", "backup"))
    gateway.start()
    gateway.ask(7)
    gateway.stop()
    newer = gateway.folder / "newer"
    newer.mkdir()
    for path in gateway.folder.glob("audit.*"):
        path.rename(newer / path.name)
    shutil.copytree(backup, gateway.folder, dirs_exist_ok=True)
    gateway.said.clear()
    require(not gateway.launch(), "A log that was rolled back is served with.")
    require("the log here is an older copy" in "".join(gateway.said), "".join(gateway.said))
    for path in gateway.folder.glob("audit.*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in newer.iterdir():
        path.rename(gateway.folder / path.name)


def doubled(gateway, other):
    shutil.copytree(gateway.folder, other.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("endpoints.yaml"))
    gateway.start()
    try:
        require(not other.launch(), "Two gateways serve with the same log.")
    finally:
        other.end()
    require("Another gateway copies" in "".join(other.said), "".join(other.said))
    require(gateway.ask(9)[1] == 200, "The first one does not serve any more.")
    gateway.stop()


def guarded(cluster, gateway):
    """What accounts may not do, and the owner neither."""
    wrong = ["UPDATE cloakroom.entry SET content = NULL", "UPDATE cloakroom.entry SET mac = digest", "DELETE FROM cloakroom.entry",
             "TRUNCATE cloakroom.entry", "DELETE FROM cloakroom.kept", "DELETE FROM cloakroom.checkpoint",
             "UPDATE cloakroom.log SET verifier_keys = ''", "UPDATE cloakroom.checkpoint SET note = 'x'", "DELETE FROM cloakroom.node",
             f"SELECT cloakroom.erase('{gateway.origin}', 1, 'entry', '{{1}}', '{{9}}')", "DROP TABLE cloakroom.entry"]
    for sql in wrong:
        for user in ["gateway_a", "dpo", "postgres"]:
            # The owner may erase and drop: then verifying fails.
            if user == "postgres" and ("content = NULL" in sql or "FROM cloakroom.kept" in sql or "DROP" in sql):
                continue
            done = cluster.run("psql", "-X", "-h", cluster.sockets, "-p", cluster.port, "-U", user, "-c", sql, "evidence",
                               is_allowed_to_fail=True)
            require(done.returncode != 0, f"{user} may: {sql}")
    done = cluster.query("INSERT INTO cloakroom.log (origin, verifier_keys) VALUES ('x', 'y')", user="dpo", is_allowed_to_fail=True)
    require(done.returncode != 0, "A reader may write.")
    for user in ["gateway_a", "dpo"]:
        done = cluster.query("CREATE TABLE public.entry ()", user=user, is_allowed_to_fail=True)
        require(done.returncode != 0, f"{user} may create in public.")


def owned(cluster, gateway):
    """What an account may do in its own log, and no other account."""
    name = f"'{gateway.origin}'"
    erasure = cluster.rows(f"SELECT max(sequence) FROM cloakroom.entry WHERE origin = {name} AND kind = 'erasure'")[0][0]
    require(erasure, "There is no erasure: this proves nothing.")
    far, signed = 1 << 40, (f"INSERT INTO cloakroom.checkpoint (origin, size, recorded, note) "
                            f"SELECT origin, size, recorded, note FROM cloakroom.checkpoint WHERE origin = {name} LIMIT 1")
    statements = [
        f"INSERT INTO cloakroom.entry (origin, sequence, kind, recorded, digest, mac) "
        f"SELECT origin, {far}, kind, recorded, digest, mac FROM cloakroom.entry WHERE origin = {name} AND sequence = 1",
        f"INSERT INTO cloakroom.node (origin, level, position, hash) VALUES ({name}, 8, {far}, sha256(''))",
        f"INSERT INTO cloakroom.kept (origin, sequence, what, bytes) VALUES ({name}, {far}, 'note', '')",
        f"INSERT INTO cloakroom.checkpoint (origin, size, recorded, note) VALUES ({name}, {far}, 0, '')",
        f"COPY cloakroom.kept (origin, sequence, what, bytes) FROM STDIN;\n{gateway.origin}\t{far}\tnote\tx\n\\.\n",
        f"{signed} ON CONFLICT (origin, size) DO UPDATE SET recorded = excluded.recorded + 1",
        f"UPDATE cloakroom.checkpoint SET recorded = recorded + 1 WHERE origin = {name}",
        f"SELECT cloakroom.erase({name}, {erasure}, 'entry', '{{1}}', '{{9}}')",
        f"SELECT cloakroom.erase({name}, {erasure}, 'redacted', '{{1}}', '{{9}}')",
    ]
    for sql in statements:
        done = cluster.tried(sql, "gateway_a")
        require(done.returncode == 0, f"The log's own account may not: {sql}: {done.stdout}")
        done = cluster.tried(sql, "gateway_b")
        require(done.returncode != 0 and "42501" in done.stdout, f"Another account may: {sql}: {done.stdout}")
    for sql in ["INSERT INTO cloakroom.log (origin, verifier_keys, account) VALUES ('x', 'y', 'gateway_a')",
                "UPDATE cloakroom.log SET account = 'gateway_b'",
                "INSERT INTO cloakroom.kept (origin, sequence, what, bytes) VALUES ('nobody', 1, 'note', '')"]:
        done = cluster.tried(sql, "gateway_b")
        require(done.returncode != 0 and "42501" in done.stdout, f"An account may: {sql}: {done.stdout}")


def handed_over(gateway, cluster):
    """A gateway that got another account."""
    cluster.query(f"UPDATE cloakroom.log SET account = 'gateway_c' WHERE origin = '{gateway.origin}'")
    gateway.said.clear()
    require(not gateway.launch(), "An account goes on with a log that was handed to another.")
    require("belongs to another account" in "".join(gateway.said), "".join(gateway.said))
    gateway.environment["EVIDENCE_DATABASE"] = cluster.url("c")
    gateway.start()
    gateway.ask(13)
    copied(gateway, cluster)
    gateway.stop()
    compare(gateway, cluster)


def judged(cluster, gateways, folder):
    """Every copy is looked at, whatever is wrong with another one, and none that is gone is passed over."""
    a, b = [gateway.origin for gateway in gateways]
    gone = "; ".join(f"DELETE FROM cloakroom.{table} WHERE origin = '{b}'" for table in [*TABLES, "log"])
    altered = (f"UPDATE cloakroom.entry SET content = digest WHERE origin = '{a}' AND sequence = 2; "
               f"DELETE FROM cloakroom.entry WHERE origin = '{b}' AND sequence = 3")
    good, all_keys, own_keys = "entries are as they were written", folder / "all-keys", gateways[0].folder / "kit/verifier-keys"
    cases = [
        (gone, own_keys, 1, {good: 1, f"{b} is not in the database any more: {a} recorded": 1}),
        (gone, all_keys, 1, {f"{b} is not in the database, and you have its keys": 1}),
        (altered, all_keys, 1, {good: 0, "Entry 2 was altered": 1, "Entry 3 is missing": 1}),
        ("INSERT INTO cloakroom.log (origin, verifier_keys) VALUES ('a', 'none')", None, 2, {good: 2, "cannot be checked": 1}),
        ("; ".join(f"TRUNCATE cloakroom.{table}" for table in [*TABLES, "log"]), None, 2, {"The database has no log": 1}),
    ]
    environment = {**gateways[1].environment, "TAMPERED": cluster.url("b", "tampered")}
    for sql, keys, status, expected in cases:
        cluster.query("CREATE DATABASE tampered TEMPLATE evidence", "postgres")
        # What stands for somebody who may do anything: no trigger fires.
        cluster.query(f"SET session_replication_role = replica; {sql}", "tampered")
        command = [gateways[1].program, "audit", "verify", "--database", "env:TAMPERED", "--all", *(["--key", str(keys)] if keys else [])]
        told = subprocess.run(command, cwd=gateways[1].folder, env=environment, capture_output=True, text=True)
        cluster.query("DROP DATABASE tampered", "postgres")
        found = {words: told.stdout.count(words) for words in expected}
        require(told.returncode == status and found == expected, f"{sql}: {told.returncode}, {told.stdout}{told.stderr}")


def search(cluster, gateways):
    """What was found, and the password of the database, in any spelling."""
    dump = cluster.run("pg_dump", "-h", cluster.sockets, "-p", cluster.port, "-U", "postgres", "evidence").stdout
    places = {"the dump": dump, "PostgreSQL's log": (cluster.data / "server.log").read_text()}
    places |= {gateway.origin: "".join(gateway.said) for gateway in gateways}
    require("[EMAIL" in dump or b"[EMAIL".hex() in dump, "No redacted text is in the dump: this proves nothing.")
    for word in [CANARY, PASSWORD, SECRET]:
        forms = [word, word.encode().hex(), base64.b64encode(word.encode()).decode().rstrip("=")[:-1]]
        for place, text in places.items():
            require(not any(form.lower() in text.lower() for form in forms), f"{place} holds what must not be there.")


def peers(gateways):
    for gateway in gateways:
        count = int(gateway.rows("SELECT count(*) FROM entry WHERE kind = 'peer'")[0][0])
        require(1 <= count <= 20, f"{gateway.origin} has {count} records of the other.")


def run(program, rounds, seed):
    rng = random.Random(seed)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postgresql-"))
    home = folder / "cluster"
    home.mkdir()
    cluster, endpoint, gateways = Cluster(home), Endpoint(), []
    # Else it would end without what stands in `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        cluster.set_up()
        gateways += [Gateway(program, folder / name, endpoint, name, cluster) for name in ["a", "b"]]
        for gateway in gateways:
            gateway.start()
            told = gateway.command("handover", "--to", str(gateway.folder / "kit"))
            require(told.returncode == 0, told.stderr)
        under_load(gateways, cluster, endpoint, rounds, rng)
        verify(gateways, folder)
        full(gateways[0], cluster, endpoint)
        erased(gateways[0], cluster)
        rolled_back(gateways[0], cluster)
        doubled(gateways[0], Gateway(program, folder / "a2", endpoint, "a", cluster))
        for gateway in gateways:
            # Each once more, to meet what the other did since.
            gateway.start()
            gateway.ask(11)
            copied(gateway, cluster)
            gateway.stop()
            compare(gateway, cluster)
        peers(gateways)
        guarded(cluster, gateways[0])
        owned(cluster, gateways[0])
        handed_over(gateways[0], cluster)
        verify(gateways, folder)
        judged(cluster, gateways, folder)
        search(cluster, gateways)
    finally:
        for gateway in gateways:
            gateway.end()
        cluster.end()
    shutil.rmtree(folder)
    print("Rollback, a second gateway and accounts that may too much are refused; nothing that was found is anywhere.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run(str(pathlib.Path(options.program).resolve()), options.rounds, options.seed)
