package dev.lifeboat.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsBuilderTest {
    private static final Clock EARLY = clock("2026-11-23T02:00:00.123Z");
    private static final Clock LATE = clock("2026-11-23T03:00:00.456Z");

    @Test
    void theTimeOfTransitionMovesWithTheStatusOnly() {
        // given
        var before = conditions(EARLY, null, "True", XenHypervisorReason.Connected);

        // when
        var sameStatus = conditions(LATE, before, "True", XenHypervisorReason.Suspended);
        var otherStatus = conditions(LATE, before, "False", XenHypervisorReason.NotReachable);

        // then
        assertThat(sameStatus.getFirst().getLastTransitionTime()).isEqualTo("2026-11-23T02:00:00Z");
        assertThat(sameStatus.getFirst().getReason()).isEqualTo("Suspended");
        assertThat(otherStatus.getFirst().getLastTransitionTime()).isEqualTo("2026-11-23T03:00:00Z");
    }

    @Test
    void theSameFactsGiveTheSameConditions() {
        // given
        var before = conditions(EARLY, null, "True", XenHypervisorReason.Connected);

        // then
        assertThat(conditions(LATE, before, "True", XenHypervisorReason.Connected))
                .isEqualTo(before);
    }

    @Test
    void whatIsKeptIsKeptAndWhatWasNeverThereIsNotInvented() {
        // given
        var before = conditions(EARLY, null, "True", XenHypervisorReason.Connected);

        // when
        var kept = new ConditionsBuilder(before, hypervisor(), LATE)
                .keep(Conditions.READY)
                .keep("NbdAvailable")
                .build();

        // then
        assertThat(kept).isEqualTo(before);
    }

    private static List<Condition> conditions(
            Clock clock, List<Condition> previous, String status, XenHypervisorReason reason) {
        return new ConditionsBuilder(previous, hypervisor(), clock)
                .with(Conditions.READY, status, reason, "message")
                .build();
    }

    private static XenHypervisor hypervisor() {
        var hypervisor = new XenHypervisor();
        hypervisor.setMetadata(
                new ObjectMetaBuilder().withName("west").withGeneration(3L).build());
        return hypervisor;
    }

    private static Clock clock(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }
}
