package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionGrowthTest {
    private static final Duration NEAR = Duration.ofMillis(1);
    private static final Duration FAR = Duration.ofMillis(20);

    private final ConnectionGrowth growth = new ConnectionGrowth(8);

    @Test
    void aNearServerIsOpenedTwiceAndAFarOneAsOftenAsAllowed() {
        assertThat(growth.first(NEAR)).isEqualTo(2);
        assertThat(growth.first(FAR)).isEqualTo(8);
        assertThat(new ConnectionGrowth(1).first(NEAR)).isEqualTo(1);
    }

    @Test
    void anotherConnectionIsAddedAsLongAsTheLastOnePaid() {
        assertThat(growth.wanted(2, 1000)).isEqualTo(3);
        assertThat(growth.wanted(3, 1400)).isEqualTo(4);
        assertThat(growth.wanted(4, 1450)).isEqualTo(4);
        assertThat(growth.wanted(4, 9999)).isEqualTo(4);
    }

    @Test
    void oneThatIsNotThereYetIsWaitedFor() {
        assertThat(growth.wanted(2, 1000)).isEqualTo(3);
        assertThat(growth.wanted(2, 1000)).isEqualTo(2);
        assertThat(growth.wanted(3, 2000)).isEqualTo(4);
    }

    @Test
    void moreThanAllowedAreNeverWanted() {
        long bytes = 1000;
        for (int live = 2; live <= 8; live++, bytes *= 2) {
            assertThat(growth.wanted(live, bytes)).isEqualTo(Math.min(8, live + 1));
        }
    }

    @Test
    void whatTheServerDoesNotGrantIsNotAskedAgain() {
        growth.settle();

        assertThat(growth.wanted(2, 1000)).isEqualTo(2);
    }
}
