package dev.lifeboat.repository;

import dev.lifeboat.repository.ProbeResult.Outcome;
import dev.lifeboat.repository.ProbeResult.Step;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// Tries on an object of its own what a repository needs of a store.
final class Probe {

    private static final byte[] CONTENT = "Lifeboat probes this store.\n".getBytes(StandardCharsets.US_ASCII);

    private final ObjectStore store;
    private final ObjectKey key = new ObjectKey("probe/" + UUID.randomUUID());
    private final List<Step> steps = new ArrayList<>();

    Probe(ObjectStore store) {
        this.store = store;
    }

    ProbeResult run() {
        step("put", "cannot be written: the credentials need permission to put objects", this::put);
        step("get", "does not give back what was written", this::get);
        step("range", "does not honour ranged reads", this::range);
        step(
                "conditional put",
                "replaced an object in spite of If-None-Match: two writers could overwrite each other; use a store"
                        + " that honours it",
                this::conditionalPut);
        step("list", "does not list what was written: the credentials need permission to list", this::list);
        step("delete", "did not delete: the credentials need permission to delete objects", this::delete);
        return new ProbeResult(steps);
    }

    private void step(String name, String problem, BooleanSupplier attempt) {
        if (!steps.isEmpty() && !steps.getFirst().ok()) {
            steps.add(new Step(name, Outcome.SKIPPED, "Not tried, nothing was written"));
            return;
        }
        try {
            boolean ok = attempt.getAsBoolean();
            steps.add(
                    ok
                            ? new Step(name, Outcome.OK, "")
                            : new Step(name, Outcome.FAILED, "The store " + store.describe() + " " + problem));
        } catch (RepositoryException e) {
            steps.add(new Step(name, Outcome.FAILED, String.valueOf(e.getMessage())));
        }
    }

    private boolean put() {
        store.put(key, ByteBuffer.wrap(CONTENT));
        return true;
    }

    private boolean get() {
        return store.get(key).filter(found -> Arrays.equals(found, CONTENT)).isPresent()
                && store.size(key).orElse(-1) == CONTENT.length;
    }

    private boolean range() {
        var target = ByteBuffer.allocate(5);
        boolean read = store.getRange(key, 9, target).orElse(-1) == 5
                && Arrays.equals(target.array(), Arrays.copyOfRange(CONTENT, 9, 14));
        var suffix = Arrays.copyOfRange(CONTENT, CONTENT.length - 7, CONTENT.length);
        return read
                && store.getSuffix(key, 7)
                        .filter(found -> Arrays.equals(found, suffix))
                        .isPresent();
    }

    private boolean conditionalPut() {
        return !store.putIfAbsent(key, ByteBuffer.wrap(new byte[1]))
                && store.size(key).orElse(-1) == CONTENT.length;
    }

    private boolean list() {
        return store.listAll("probe/").anyMatch(entry -> entry.key().equals(key));
    }

    private boolean delete() {
        store.delete(key);
        return store.size(key).isEmpty();
    }
}
