package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import java.util.HashMap;
import java.util.Map;

/// The network here that stands for one of an archive: of the same name, else on the same bridge, else a new one.
final class ImportedNetworks {
    private final Database database;
    private final Map<String, Entity> known = new HashMap<>();

    ImportedNetworks(Database database) {
        this.database = database;
    }

    Entity findOrCreate(ArchivedObject network) {
        return known.computeIfAbsent(
                network.id(),
                _ -> database.all("network").stream()
                        .filter(here -> here.text("name_label").equals(network.text("name_label")))
                        .findFirst()
                        .or(() -> database.all("network").stream()
                                .filter(here -> here.text("bridge").equals(network.text("bridge")))
                                .findFirst())
                        .orElseGet(() -> create(network)));
    }

    private Entity create(ArchivedObject network) {
        return database.insert(
                "network",
                Map.of(
                        "name_label",
                        network.text("name_label"),
                        "name_description",
                        network.text("name_description"),
                        "bridge",
                        "xapi" + database.all("network").size(),
                        "managed",
                        true,
                        "MTU",
                        1500L));
    }
}
