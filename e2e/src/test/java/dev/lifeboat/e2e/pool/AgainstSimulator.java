package dev.lifeboat.e2e.pool;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.pool.XenPools;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The XAPI client against the pool simulator, two programs that were written from the same facts and know
/// nothing of each other: a misreading on either side shows here. Once for each release that the simulator knows.
@ParameterizedClass(name = "{0}")
@MethodSource("dev.lifeboat.e2e.pool.AgainstSimulator#profiles")
abstract class AgainstSimulator {

    static final String PASSWORD = "it";
    static final String ORIGINATOR = "it";

    private static PoolSimulator simulator;

    @Parameter
    private Profile profile;

    static List<Profile> profiles() {
        return Profile.all();
    }

    @BeforeParameterizedClassInvocation
    static void start(Profile profile) {
        simulator = PoolSimulator.start(PoolOptions.quick().profile(profile).credentials("root", PASSWORD));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        simulator.close();
    }

    static PoolSimulator simulator() {
        return simulator;
    }

    /// Whether the release is this one or younger, by its API version 2.x: section 1.9 of the facts on XAPI.
    boolean since(int apiMinor) {
        return profile.apiMinor() >= apiMinor;
    }

    Profile profile() {
        return profile;
    }

    /// Trusts whatever the simulator's own authority signed, as each host has a certificate of its own.
    static XenPool connect() {
        return XenPools.connect(access(endpoints(), authority()), ORIGINATOR);
    }

    static PoolAccess access(List<URI> endpoints, Trust trust) {
        return new PoolAccess(endpoints, new Credentials("root", PASSWORD), trust);
    }

    static List<URI> endpoints() {
        return simulator.endpoints();
    }

    static Trust authority() {
        return new Trust.CaBundle(simulator.certificatesPem());
    }

    /// Of the first host.
    static Trust.Fingerprints fingerprint() {
        return new Trust.Fingerprints(Set.of(simulator.fingerprint()));
    }

    static VirtualMachine vmWithTwoDisks(XenPool pool) {
        return pool.readInventory().vms().stream()
                .filter(vm -> vm.disks().size() > 1)
                .findFirst()
                .orElseThrow();
    }
}
