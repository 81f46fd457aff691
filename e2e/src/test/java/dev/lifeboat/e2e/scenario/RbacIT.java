package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.devcluster.http.RecordedRequest;
import dev.lifeboat.e2e.chart.Chart;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The built-in cluster grants everything and remembers what was asked; the chart's role has to cover it.
@OnTheSharedPool
class RbacIT {
    @Test
    void theChartGrantsWhatTheOperatorAsksFor(Lifeboat lifeboat) {
        if (lifeboat.cluster().isEmpty()) {
            System.out.println("NOT TESTED: RbacIT, a cluster that was given does not tell what it was asked");
        }
        assumeTrue(lifeboat.cluster().isPresent());
        var rules = rules();
        backUpAndDelete(lifeboat);

        var asked = lifeboat.cluster().orElseThrow().requests().stream()
                .filter(request -> request.userAgent().startsWith("fabric8-kubernetes-client"))
                .toList();

        assertThat(asked).as("requests of the operator").isNotEmpty();
        assertThat(asked).as("requests that no rule of the chart covers").allMatch(request -> granted(rules, request));
    }

    /// With those of several replicas, which some scenarios have.
    private static List<PolicyRule> rules() {
        var chart = Chart.render("replicas: 2");
        return Stream.of(
                        chart.named(ClusterRole.class, "lifeboat").getRules(),
                        chart.named(Role.class, "lifeboat-leader-election").getRules())
                .flatMap(List::stream)
                .toList();
    }

    private static void backUpAndDelete(Lifeboat lifeboat) {
        var manifests = lifeboat.ready("rbac");
        var vm = lifeboat.vm("scratch-01").uuid();
        lifeboat.apply(manifests.backup("first", vm));
        var backup = lifeboat.await(VmBackup.class, "rbac", "first", Outcome::complete);
        lifeboat.apply(manifests.restore("back", "first"));
        lifeboat.await(VmRestore.class, "rbac", "back", Outcome::complete);
        lifeboat.client().resource(backup).delete();
        lifeboat.awaitGone(VmBackup.class, "rbac", "first");
    }

    private static boolean granted(List<PolicyRule> rules, RecordedRequest request) {
        var resource =
                request.subresource().isEmpty() ? request.resource() : request.resource() + "/" + request.subresource();
        // Everyone may read these: discovery, and what a user may do (system:discovery, system:basic-user).
        if (request.resource().isEmpty() || request.resource().equals("selfsubjectrulesreviews")) {
            return true;
        }
        return rules.stream()
                .anyMatch(rule -> rule.getApiGroups().contains(request.group())
                        && rule.getResources().contains(resource)
                        && rule.getVerbs().contains(request.verb()));
    }
}
