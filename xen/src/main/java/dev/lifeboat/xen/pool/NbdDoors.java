package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdExport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Knocks at the NBD servers that the pool names for some disks, each once.
final class NbdDoors {
    private final Function<UUID, List<NbdExport>> exports;

    NbdDoors(Function<UUID, List<NbdExport>> exports) {
        this.exports = exports;
    }

    List<NbdCheck> check(List<UUID> vdis) {
        Map<String, NbdExport> places = new LinkedHashMap<>();
        for (var vdi : vdis) {
            exports.apply(vdi).forEach(export -> places.putIfAbsent(export.address() + " " + export.port(), export));
        }
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("nbd-check-", 0).factory())) {
            var answers = new ArrayList<Future<NbdCheck>>();
            places.values()
                    .forEach(place -> answers.add(threads.submit((Callable<NbdCheck>) () -> NbdDoor.knock(place))));
            return answers.stream().map(NbdDoors::answer).toList();
        }
    }

    private static NbdCheck answer(Future<NbdCheck> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Knocking at an NBD server failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedCallException("knocking at NBD servers");
        }
    }
}
