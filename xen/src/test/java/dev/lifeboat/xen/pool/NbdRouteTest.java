package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.NbdExport;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// In which order NBD servers are tried when addresses were chosen.
class NbdRouteTest {
    private static final NbdExport ONE = export("10.0.0.1", "one");
    private static final NbdExport ONE_FAST = export("10.1.0.1", "one");
    private static final NbdExport TWO = export("10.0.0.2", "two");
    private static final List<NbdExport> NAMED = List.of(ONE, ONE_FAST, TWO);
    private static final UUID HOST = UUID.randomUUID();

    @Test
    void withoutAChoiceTheyAreTriedAsThePoolNamesThem() {
        assertThat(NbdExports.arranged(NAMED, List.of())).isEqualTo(NAMED);
        assertThat(NbdExports.chosen(NAMED, List.of())).isEqualTo(NAMED);
    }

    @Test
    void chosenAddressesComeFirstAndTheOthersStay() {
        var routes = List.of(route(List.of("10.1.0.1"), "10.0.0.1", "10.1.0.1"));

        assertThat(NbdExports.arranged(NAMED, routes)).containsExactly(ONE_FAST, ONE, TWO);
        assertThat(NbdExports.chosen(NAMED, routes)).containsExactly(ONE_FAST, TWO);
    }

    @Test
    void anAddressOfTheHostThatNbdIsNotOpenOnIsNotTried() {
        var routes = List.of(route(List.of("10.5.0.1"), "10.0.0.1", "10.1.0.1", "10.5.0.1"));

        assertThat(NbdExports.arranged(NAMED, routes)).isEqualTo(NAMED);
    }

    @Test
    void anAddressThatThePoolDoesNotKnowIsTriedWithTheNameAndCertificateOfItsHost() {
        var routes = List.of(route(List.of("192.0.2.1"), "10.0.0.1", "10.1.0.1"));

        assertThat(NbdExports.arranged(NAMED, routes))
                .extracting(NbdExport::address)
                .containsExactly("192.0.2.1", "10.0.0.1", "10.1.0.1", "10.0.0.2");
        assertThat(NbdExports.arranged(NAMED, routes).getFirst())
                .isEqualTo(new NbdExport(ONE.exportName(), "192.0.2.1", 10809, ONE.certificatePem(), "one"));
        assertThat(NbdExports.chosen(NAMED, routes))
                .extracting(NbdExport::address)
                .containsExactly("192.0.2.1", "10.0.0.2");
    }

    private static HostRoute route(List<String> preferred, String... known) {
        return new HostRoute(HOST, preferred, List.of(known));
    }

    private static NbdExport export(String address, String host) {
        return new NbdExport("/x", address, 10809, "certificate of " + host, host);
    }
}
