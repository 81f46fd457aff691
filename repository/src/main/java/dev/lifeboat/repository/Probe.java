package dev.lifeboat.repository;

import dev.lifeboat.repository.ProbeResult.Outcome;
import dev.lifeboat.repository.ProbeResult.Step;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.StoreSetting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Tries on objects of its own what a repository needs of a store, and looks at what an administrator has
/// set.
final class Probe {

    private final ObjectStore store;
    private final ProbeObjects objects;
    private final ProbeMeasurements measurements;
    private final List<Step> steps = new ArrayList<>();

    Probe(ObjectStore store, Clock clock) {
        this.store = store;
        this.objects = new ProbeObjects(store);
        this.measurements = new ProbeMeasurements(store, objects.folder(), clock);
    }

    ProbeResult run() {
        try {
            tryAbilities();
            settings();
            measure("clock", measurements::clock);
            measure("latency", measurements::latency);
            measure("throughput", measurements::throughput);
        } finally {
            objects.removeAll();
        }
        return new ProbeResult(steps);
    }

    private void tryAbilities() {
        step("put", "cannot be written: the credentials need permission to put objects", objects::put);
        step("get", "does not give back what was written", objects::get);
        step("range", "does not honour ranged reads", objects::range);
        step("suffix", "does not honour reads of an object's end", objects::suffix);
        step(
                "conditional put",
                "replaced an object in spite of If-None-Match: two writers could overwrite each other; use a store"
                        + " that honours it",
                objects::conditionalPut);
        step(
                "one winner",
                "let several conditional puts of one object succeed, or none: two writers could overwrite each other;"
                        + " use a store whose conditional put is atomic",
                objects::oneWinner);
        step("list", "does not list what was just written: it must be consistent", objects::list);
        step(
                "list order",
                "does not list in ascending order of keys, or not from where it is asked to",
                objects::listOrder);
        step("delete", "did not delete: the credentials need permission to delete objects", objects::delete);
        step("batch delete", "did not delete all of several objects", objects::batchDelete);
    }

    private void step(String name, String problem, BooleanSupplier attempt) {
        if (nothingWasWritten()) {
            steps.add(new Step(name, Outcome.SKIPPED, "Not tried, nothing was written"));
            return;
        }
        try {
            steps.add(
                    attempt.getAsBoolean()
                            ? new Step(name, Outcome.OK, "")
                            : new Step(name, Outcome.FAILED, "The store " + store.describe() + " " + problem));
        } catch (RepositoryException e) {
            steps.add(new Step(name, Outcome.FAILED, String.valueOf(e.getMessage())));
        }
    }

    private boolean nothingWasWritten() {
        return !steps.isEmpty() && !steps.getFirst().ok();
    }

    private void settings() {
        store.settings().forEach(setting -> steps.add(step(setting)));
    }

    private static Step step(StoreSetting setting) {
        var outcome = switch (setting.state()) {
            case FINE -> Outcome.NOTED;
            case NOTEWORTHY -> Outcome.ATTENTION;
            case HARMFUL -> Outcome.FAILED;
            case UNKNOWN -> Outcome.UNKNOWN;
        };
        return new Step(setting.name(), outcome, setting.message());
    }

    private void measure(String name, Supplier<Step> measurement) {
        if (nothingWasWritten()) {
            steps.add(new Step(name, Outcome.UNKNOWN, "Not measured, nothing was written"));
            return;
        }
        try {
            steps.add(measurement.get());
        } catch (RepositoryException e) {
            steps.add(new Step(name, Outcome.UNKNOWN, String.valueOf(e.getMessage())));
        }
    }
}
