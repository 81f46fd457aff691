package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartNetworkPolicyTest {
    private static final String CONFINED = """
        networkPolicy:
          operator:
            egress:
              - to: [{ipBlock: {cidr: 10.96.0.1/32}}]
                ports: [{port: 443}]
          agents:
            egress:
              - to: [{ipBlock: {cidr: 192.0.2.0/24}}]
                ports: [{port: 443}, {port: 10809}]
        """;

    @Test
    void onlyTheOperatorReachesAnAgent() {
        var chart = Chart.render();
        var agents = chart.named(NetworkPolicy.class, "lifeboat-agents").getSpec();
        var operator = chart.only(Deployment.class).getSpec().getTemplate().getMetadata();

        assertThat(agents.getIngress()).singleElement().satisfies(rule -> {
            assertThat(rule.getPorts())
                    .extracting(port -> port.getPort().getIntVal())
                    .containsExactly(9095);
            assertThat(rule.getFrom()).singleElement().satisfies(peer -> {
                assertThat(operator.getLabels())
                        .containsAllEntriesOf(peer.getPodSelector().getMatchLabels());
                assertThat(peer.getNamespaceSelector().getMatchLabels())
                        .isEqualTo(Map.of("kubernetes.io/metadata.name", Chart.NAMESPACE));
            });
        });
    }

    @Test
    void theOperatorIsReachedOnItsHttpPortAlone() {
        var chart = Chart.render("networkPolicy: {operator: {metricsFrom: [{namespaceSelector: {}}]}}");
        var policy = chart.named(NetworkPolicy.class, "lifeboat").getSpec();
        var pod = chart.only(Deployment.class).getSpec().getTemplate();

        assertThat(pod.getMetadata().getLabels())
                .containsAllEntriesOf(policy.getPodSelector().getMatchLabels());
        assertThat(policy.getIngress()).singleElement().satisfies(rule -> {
            assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort().getStrVal())
                            .isEqualTo(pod.getSpec()
                                    .getContainers()
                                    .getFirst()
                                    .getPorts()
                                    .getFirst()
                                    .getName()));
            assertThat(rule.getFrom()).hasSize(1);
        });
    }

    @Test
    void nobodyIsConfinedUntilToldWhereToGo() {
        assertThat(Chart.render().all(NetworkPolicy.class))
                .hasSize(2)
                .allSatisfy(
                        policy -> assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress"));
    }

    @Test
    void confinedPodsStillResolveNames() {
        var chart = Chart.render(CONFINED);

        assertThat(chart.all(NetworkPolicy.class)).hasSize(2).allSatisfy(policy -> {
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
            assertThat(policy.getSpec().getEgress().getFirst().getPorts())
                    .extracting(NetworkPolicyPort::getProtocol)
                    .containsExactly("UDP", "TCP");
        });
    }

    @Test
    void theConfinedOperatorStillReachesItsAgents() {
        var chart = Chart.render(CONFINED);
        var operator = chart.named(NetworkPolicy.class, "lifeboat").getSpec();
        var agents = chart.named(NetworkPolicy.class, "lifeboat-agents").getSpec();

        assertThat(operator.getEgress()).hasSize(3).anySatisfy(rule -> {
            assertThat(rule.getTo())
                    .singleElement()
                    .satisfies(peer -> assertThat(peer.getPodSelector()).isEqualTo(agents.getPodSelector()));
            assertThat(rule.getPorts())
                    .extracting(port -> port.getPort().getIntVal())
                    .containsExactly(9095);
        });
    }

    @Test
    void agentsAreProtectedWhereTheyRun() {
        assertThat(namespaces("{}")).containsExactly(Chart.NAMESPACE);
        assertThat(namespaces("namespaces: [blue, green]")).containsExactly("blue", "green");
        assertThat(namespaces("{namespaces: [blue], networkPolicy: {agents: {namespaces: [red]}}}"))
                .containsExactly("red");
    }

    @Test
    void policiesAreLeftOutOnRequest() {
        assertThat(Chart.render("networkPolicy: {enabled: false}").all(NetworkPolicy.class))
                .isEmpty();
    }

    private static List<String> namespaces(String values) {
        return Chart.render(values).all(NetworkPolicy.class).stream()
                .filter(policy -> policy.getMetadata().getName().endsWith("-agents"))
                .map(policy -> policy.getMetadata().getNamespace())
                .toList();
    }
}
