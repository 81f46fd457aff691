package dev.lifeboat.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PruneOptionsTest {

    private final PruneOptions standard = PruneOptions.standard();

    @Test
    void aGraceThatAWriterCouldOutliveIsRefused() {
        var tooShort = PruneOptions.SHORTEST_PACK_GRACE.minusSeconds(1);

        assertThatIllegalArgumentException().isThrownBy(() -> standard.withGrace(tooShort, Duration.ZERO));
        assertThat(standard.withGrace(PruneOptions.SHORTEST_PACK_GRACE, Duration.ZERO)
                        .pointGrace())
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.withGrace(Duration.ofDays(1), Duration.ofSeconds(-1)));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> standard.withCompaction(1.1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> standard.withCompaction(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> standard.withCompaction(0.5, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> standard.withParallel(0));
    }
}
