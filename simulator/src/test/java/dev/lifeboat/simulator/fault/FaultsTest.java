package dev.lifeboat.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FaultsTest {

    private final Faults faults = new Faults();

    @Test
    @Timeout(10)
    void whoWaitsOnlyAfterTheFaultsWereClearedDoesNotWait() {
        faults.next("VDI.copy", 1, new CallFault.Stuck());
        var met = faults.take("VDI.copy").orElseThrow();

        faults.clear();

        met.awaitEnd();
        assertThat(faults.take("VDI.copy")).isEmpty();
    }
}
