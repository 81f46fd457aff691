package dev.lifeboat.operator.xenvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.crds.XenVmReason;
import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.operator.selection.Vms;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChainHealthTest {
    private static final Optional<DiskChain> SHORT = Optional.of(new DiskChain(2, false));

    @ParameterizedTest(name = "{0}: {2} {3}")
    @MethodSource
    void tellsHowTheImagesOfItsDisksStand(
            String situation, List<Optional<DiskChain>> chains, String status, XenVmReason reason) {
        var health = ChainHealth.of(vm(chains), 20);
        assertThat(health.status()).isEqualTo(status);
        assertThat(health.reason()).isEqualTo(reason);
    }

    static Stream<Arguments> tellsHowTheImagesOfItsDisksStand() {
        return Stream.of(
                arguments("short ones", List.of(SHORT, SHORT), "True", XenVmReason.Healthy),
                arguments(
                        "one that is not merged yet",
                        List.of(SHORT, Optional.of(new DiskChain(4, true))),
                        "True",
                        XenVmReason.Coalescing),
                arguments("one below the limit", List.of(images(19)), "True", XenVmReason.Healthy),
                arguments("one at the limit", List.of(SHORT, images(20)), "False", XenVmReason.TooDeep),
                arguments("one that is told", List.of(Optional.empty(), SHORT), "True", XenVmReason.Healthy),
                arguments("none that is told", List.of(Optional.empty()), "Unknown", XenVmReason.Unknown),
                arguments("no disks", List.of(), "Unknown", XenVmReason.Unknown));
    }

    private static Optional<DiskChain> images(int count) {
        return Optional.of(new DiskChain(count, false));
    }

    private static VirtualMachine vm(List<Optional<DiskChain>> chains) {
        var disks = chains.stream()
                .map(chain -> new VmDisk(
                        "0",
                        Vms.uuid("disk"),
                        "root",
                        Vms.uuid("sr"),
                        1,
                        true,
                        true,
                        false,
                        Set.of(),
                        chain,
                        ImageFormat.UNSAID))
                .toList();
        return VmBuilder.like(Vms.vm("web")).disks(disks).build();
    }
}
