package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SuccessorsTest {
    @ParameterizedTest(name = "{0}: {4}")
    @MethodSource
    void expectsAnotherBackupThatReadsChanges(
            String situation,
            VmBackupSpec spec,
            Optional<VirtualMachine> vm,
            List<BackupPolicy> policies,
            boolean expected) {
        assertThat(Successors.expected(spec, Strategy.Kind.Cbt, vm, policies, Sample.NOW))
                .isEqualTo(expected);
    }

    static Stream<Arguments> expectsAnotherBackupThatReadsChanges() {
        var auto = Specs.spec();
        var vm = Optional.of(Sample.vm());
        return Stream.of(
                arguments("its policy has an incremental schedule", auto, vm, List.of(Gold.policy()), true),
                arguments(
                        "one of its schedules is incremental",
                        auto,
                        vm,
                        List.of(Gold.policy(false, BackupType.Full, BackupType.Incremental)),
                        true),
                arguments(
                        "its policy is for fulls only", auto, vm, List.of(Gold.policy(false, BackupType.Full)), false),
                arguments("its policy makes backups by request", auto, vm, List.of(Gold.policy(false)), true),
                arguments("its policy is gone", auto, vm, List.of(), false),
                arguments("the VM is gone", auto, Optional.empty(), List.of(Gold.policy()), false),
                arguments("its policy has paused", auto, vm, List.of(suspendedFor(Duration.ofDays(29))), true),
                arguments("its policy has ended", auto, vm, List.of(suspendedFor(Duration.ofDays(31))), false),
                arguments("no policy selects the VM", auto, vm, List.of(Gold.selecting("db.*")), false),
                arguments("its policy goes elsewhere", auto, vm, List.of(Gold.to("other", "pool")), false),
                arguments("its policy is for another pool", auto, vm, List.of(Gold.to("bucket", "other")), false),
                arguments("somebody made it by hand", Specs.byHand(BackupType.Auto), vm, List.of(), true),
                arguments("somebody made a full by hand", Specs.byHand(BackupType.Full), vm, List.of(), false),
                arguments(
                        "somebody made a full by hand beside a policy",
                        Specs.byHand(BackupType.Full),
                        vm,
                        List.of(Gold.policy()),
                        true));
    }

    @ParameterizedTest(name = "{0} left it, the policy says {1}: {2}")
    @MethodSource
    void whatOneStrategyLeavesIsOfUseToThatOneOnly(Strategy.Kind left, BackupStrategy.Mode next, boolean expected) {
        var policies = List.of(Gold.reading(next));
        assertThat(Successors.expected(Specs.spec(), left, Optional.of(Sample.vm()), policies, Sample.NOW))
                .isEqualTo(expected);
    }

    static Stream<Arguments> whatOneStrategyLeavesIsOfUseToThatOneOnly() {
        return Stream.of(
                arguments(Strategy.Kind.Xva, BackupStrategy.Mode.Xva, true),
                arguments(Strategy.Kind.Xva, BackupStrategy.Mode.Auto, true),
                arguments(Strategy.Kind.Xva, BackupStrategy.Mode.Cbt, false),
                arguments(Strategy.Kind.Xva, BackupStrategy.Mode.Raw, false),
                arguments(Strategy.Kind.Cbt, BackupStrategy.Mode.Cbt, true),
                arguments(Strategy.Kind.Cbt, BackupStrategy.Mode.Xva, false),
                arguments(Strategy.Kind.Raw, BackupStrategy.Mode.Auto, false));
    }

    private static BackupPolicy suspendedFor(Duration time) {
        var policy = Gold.policy(true, BackupType.Auto);
        var ready = new ConditionBuilder()
                .withType("Ready")
                .withStatus("False")
                .withReason("Suspended")
                .withLastTransitionTime(Sample.NOW.minus(time).toString())
                .build();
        policy.setStatus(
                new BackupPolicyStatus(1L, null, List.of(ready), null, null, null, null, null, null, null, null));
        return policy;
    }
}
