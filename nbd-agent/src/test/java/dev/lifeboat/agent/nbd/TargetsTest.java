package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.NbdExport;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final NbdExport ONE = export("10.0.0.1");
    private static final NbdExport TWO = export("10.0.0.2");
    private static final NbdExport THREE = export("10.1.0.3");

    @Test
    void theServerThatLetAConnectionDownComesLast() {
        var targets = new Targets("disk", () -> List.of(ONE, TWO, THREE));

        targets.failed(ONE);
        assertThat(targets.find()).containsExactly(TWO, THREE, ONE);

        targets.failed(TWO);
        targets.failed(THREE);
        assertThat(targets.find()).containsExactly(ONE, TWO, THREE);
    }

    private static NbdExport export(String address) {
        return new NbdExport("/x", address, 10809, "", "host");
    }
}
