"""Process start to the first API answer, and the memory of a server that has nothing to do."""

from measure import Table, in_turns, moto, neargate


def measure(rounds):
    contestants = {"neargate": neargate()}
    if moto():
        contestants["moto_server"] = moto()
    started, memory = {name: [] for name in contestants}, {name: [] for name in contestants}

    def once(name, peer):
        with peer:
            started[name].append(peer.started_in_ms)
            memory[name].append(peer.rss_mb())

    in_turns(contestants, rounds, once)
    time_table = Table("From process start to the first answer", "milliseconds", False)
    time_table.add("ListClusters answered", started)
    memory_table = Table("Resident memory after that answer", "MiB", False)
    memory_table.add("idle", memory)
    return [time_table, memory_table]
