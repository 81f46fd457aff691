package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartRbacTest {
    private static final String TWO_NAMESPACES = "namespaces: [blue, green]";

    @ParameterizedTest
    @ValueSource(strings = {"{}", TWO_NAMESPACES, "replicas: 2"})
    void noRuleHasAWildcard(String values) {
        assertThat(rules(Chart.render(values))).allSatisfy(rule -> {
            assertThat(rule.getVerbs()).isNotEmpty().doesNotContain("*");
            assertThat(rule.getResources()).isNotEmpty().doesNotContain("*");
            assertThat(rule.getApiGroups()).isNotEmpty().doesNotContain("*");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", TWO_NAMESPACES})
    void secretsAreReadByNameAndNeverListed(String values) {
        var chart = Chart.render(values);

        assertThat(rules(chart).filter(rule -> rule.getResources().contains("secrets")))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.getVerbs()).containsExactly("get");
                    assertThat(rule.getResources()).containsExactly("secrets");
                });
    }

    @Test
    void nobodyCanGrantRightsOrActAsOthers() {
        var chart = Chart.render();

        assertThat(rules(chart).flatMap(rule -> rule.getVerbs().stream()))
                .doesNotContain("escalate", "bind", "impersonate");
        assertThat(rules(chart).flatMap(rule -> rule.getResources().stream()))
                .doesNotContain("pods/exec", "serviceaccounts", "serviceaccounts/token", "roles", "clusterroles");
    }

    @Test
    void theOperatorServesAllKindsOfTheChart() {
        var rules = Chart.render().named(ClusterRole.class, "lifeboat").getRules();

        assertThat(ChartCrds.plurals()).hasSize(6).allSatisfy(plural -> {
            assertThat(verbs(rules, "lifeboat.dev", plural)).contains("get", "list", "watch");
            assertThat(verbs(rules, "lifeboat.dev", plural + "/status")).containsExactly("patch");
        });
    }

    @Test
    void withNamespacesGivenNothingIsGrantedElsewhere() {
        var chart = Chart.render(TWO_NAMESPACES);

        assertThat(chart.all(ClusterRoleBinding.class)).isEmpty();
        assertThat(names(chart, ClusterRole.class))
                .containsExactly("lifeboat-view", "lifeboat-operator", "lifeboat-admin");
        assertThat(chart.all(Role.class)).extracting(ChartRbacTest::namespace).containsExactly("blue", "green");
        assertThat(chart.all(RoleBinding.class))
                .extracting(ChartRbacTest::namespace)
                .containsExactly("blue", "green");
    }

    @Test
    void everyBindingNamesARoleOfTheChartAndTheOperatorsAccount() {
        var chart = Chart.render("{replicas: 2, namespaces: [blue, green]}");

        assertThat(chart.all(RoleBinding.class)).hasSize(3).allSatisfy(binding -> {
            assertThat(chart.all(Role.class))
                    .anyMatch(role -> namespace(role).equals(namespace(binding))
                            && role.getMetadata()
                                    .getName()
                                    .equals(binding.getRoleRef().getName()));
            assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
                assertThat(subject.getKind()).isEqualTo("ServiceAccount");
                assertThat(subject.getName()).isEqualTo("lifeboat");
                assertThat(subject.getNamespace()).isEqualTo(Chart.NAMESPACE);
            });
        });
    }

    @Test
    void leadershipIsHeldInOneNamedLease() {
        var role = Chart.render("replicas: 2").named(Role.class, "lifeboat-leader-election");

        assertThat(namespace(role)).isEqualTo(Chart.NAMESPACE);
        assertThat(role.getRules())
                .allSatisfy(rule -> assertThat(rule.getResources()).containsExactly("leases"));
        assertThat(role.getRules().stream().flatMap(rule -> rule.getResourceNames().stream()))
                .containsExactly("lifeboat-operator");
        assertThat(role.getRules().stream()
                        .filter(rule -> rule.getResourceNames().isEmpty()))
                .singleElement()
                .satisfies(rule -> assertThat(rule.getVerbs()).containsExactly("create"));
    }

    @Test
    void aSingleOperatorHasNoRightToLeases() {
        assertThat(rules(Chart.render()).flatMap(rule -> rule.getResources().stream()))
                .doesNotContain("leases");
    }

    @Test
    void peopleGetThreeRolesThatGrowFromLookingToAdministering() {
        var chart = Chart.render();
        var view = chart.named(ClusterRole.class, "lifeboat-view");
        var operator = chart.named(ClusterRole.class, "lifeboat-operator");
        var admin = chart.named(ClusterRole.class, "lifeboat-admin");

        assertThat(verbs(view.getRules(), "lifeboat.dev", "vmbackups"))
                .containsExactlyInAnyOrder("get", "list", "watch");
        assertThat(verbs(operator.getRules(), "lifeboat.dev", "vmbackups"))
                .contains("create")
                .doesNotContain("delete");
        assertThat(verbs(operator.getRules(), "lifeboat.dev", "backupstorages"))
                .containsExactlyInAnyOrder("get", "list", "watch");
        assertThat(verbs(admin.getRules(), "lifeboat.dev", "backupstorages")).contains("create", "delete");
        assertThat(verbs(admin.getRules(), "lifeboat.dev", "xenvms")).containsExactlyInAnyOrder("get", "list", "watch");
    }

    @Test
    void rolesForPeopleCoverLifeboatOnly() {
        var chart = Chart.render();

        assertThat(Stream.of("lifeboat-view", "lifeboat-operator", "lifeboat-admin")
                        .flatMap(name -> chart.named(ClusterRole.class, name).getRules().stream()))
                .allSatisfy(rule -> assertThat(rule.getApiGroups()).containsExactly("lifeboat.dev"));
    }

    @Test
    void rolesForPeopleJoinTheClustersOwnUnlessToldNotTo() {
        assertThat(aggregated(Chart.render("{}")))
                .containsExactlyInAnyOrder(
                        "rbac.authorization.k8s.io/aggregate-to-view",
                        "rbac.authorization.k8s.io/aggregate-to-edit",
                        "rbac.authorization.k8s.io/aggregate-to-admin");
        assertThat(aggregated(Chart.render("rbac: {userRoles: {aggregate: false}}")))
                .isEmpty();
    }

    @Test
    void rolesAreLeftToOthersOnRequest() {
        var chart = Chart.render("{replicas: 2, rbac: {create: false, userRoles: {create: false}}}");

        assertThat(chart.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");
    }

    private static Stream<PolicyRule> rules(RenderedChart chart) {
        return Stream.concat(
                chart.all(ClusterRole.class).stream().flatMap(role -> role.getRules().stream()),
                chart.all(Role.class).stream().flatMap(role -> role.getRules().stream()));
    }

    private static Set<String> verbs(List<PolicyRule> rules, String group, String resource) {
        return rules.stream()
                .filter(rule -> rule.getApiGroups().contains(group))
                .filter(rule -> rule.getResources().contains(resource))
                .flatMap(rule -> rule.getVerbs().stream())
                .collect(Collectors.toSet());
    }

    private static List<String> aggregated(RenderedChart chart) {
        return chart.all(ClusterRole.class).stream()
                .flatMap(role -> role.getMetadata().getLabels().keySet().stream())
                .filter(label -> label.contains("/aggregate-to-"))
                .toList();
    }

    private static List<String> names(RenderedChart chart, Class<? extends HasMetadata> kind) {
        return chart.all(kind).stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }

    private static String namespace(HasMetadata object) {
        return object.getMetadata().getNamespace();
    }
}
