package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.ProbeResult.Outcome;
import dev.lifeboat.repository.ProbeResult.Step;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ManualClock;
import dev.lifeboat.repository.objectstore.OtherwiseObjectStore;
import dev.lifeboat.repository.objectstore.ReadOnlyObjectStore;
import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.StoreSetting.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

    private final InMemoryObjectStore memory = new InMemoryObjectStore();

    @Test
    void aGoodStoreHasEveryAbilityAndIsLeftAsItWas() {
        var result = Repository.probe(memory);

        assertThat(result.usable()).isTrue();
        assertThat(result.steps())
                .extracting(Step::name)
                .containsExactly(
                        "put",
                        "get",
                        "range",
                        "suffix",
                        "conditional put",
                        "one winner",
                        "list",
                        "list order",
                        "delete",
                        "batch delete",
                        "clock",
                        "latency",
                        "throughput");
        assertThat(step(result, "clock").message()).contains("Agrees");
        assertThat(step(result, "throughput").message()).contains("MB/s");
        assertThat(memory.listAll("")).isEmpty();
    }

    @Test
    void aStoreThatCannotBeWrittenIsToldOnce() {
        var result = Repository.probe(new ReadOnlyObjectStore(memory));

        assertThat(result.usable()).isFalse();
        assertThat(step(result, "put").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(step(result, "conditional put").outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(step(result, "throughput").outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aStoreThatIgnoresConditionsIsNotUsable() {
        var careless = OtherwiseObjectStore.replacingAlways(memory);

        var result = Repository.probe(careless);

        assertThat(result.usable()).isFalse();
        assertThat(step(result, "conditional put").message()).contains("If-None-Match");
        assertThat(step(result, "one winner").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(memory.listAll("")).isEmpty();
    }

    @Test
    void aListingThatLagsIsNotUsable() {
        var result = Repository.probe(OtherwiseObjectStore.listingNothing(memory));

        assertThat(step(result, "list").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(step(result, "list order").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aListingInAnotherOrderIsNotUsable() {
        var result = Repository.probe(OtherwiseObjectStore.listingBackwards(memory));

        assertThat(step(result, "list").outcome()).isEqualTo(Outcome.OK);
        assertThat(step(result, "list order").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aDeleteThatDoesNothingIsNotUsable() {
        var result = Repository.probe(OtherwiseObjectStore.keepingAll(memory));

        assertThat(step(result, "delete").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(step(result, "batch delete").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aClockThatDiffersIsNamed() {
        var ahead = new ManualClock();
        var store = new InMemoryObjectStore(Clock.offset(ahead, Duration.ofMinutes(7)));

        var step = step(new Probe(store, ahead).run(), "clock");

        assertThat(step.outcome()).isEqualTo(Outcome.ATTENTION);
        assertThat(step.message()).contains("420 s ahead of");
    }

    @Test
    void whatAnAdministratorHasSetIsAmongTheSteps() {
        var store = OtherwiseObjectStore.set(
                memory,
                new StoreSetting("versioning", State.NOTEWORTHY, "On"),
                new StoreSetting("object lock", State.UNKNOWN, "Not permitted to look"),
                new StoreSetting("lifecycle", State.HARMFUL, "deletes objects"));

        var result = Repository.probe(store);

        assertThat(List.of("versioning", "object lock", "lifecycle"))
                .extracting(name -> step(result, name).outcome())
                .containsExactly(Outcome.ATTENTION, Outcome.UNKNOWN, Outcome.FAILED);
        assertThat(result.usable()).isFalse();
    }

    private static Step step(ProbeResult result, String name) {
        return result.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
