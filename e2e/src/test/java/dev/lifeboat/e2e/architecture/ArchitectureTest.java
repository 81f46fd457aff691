package dev.lifeboat.e2e.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the arrows between the modules, each with its reason. This module alone sees all the others.
class ArchitectureTest {
    private static final JavaClasses MAIN_CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lifeboat");

    private static final DescribedPredicate<JavaClass> CRDS = resideInAPackage("dev.lifeboat.crds..");
    private static final DescribedPredicate<JavaClass> XEN = resideInAPackage("dev.lifeboat.xen..");
    private static final DescribedPredicate<JavaClass> REPOSITORY = resideInAPackage("dev.lifeboat.repository..");
    private static final DescribedPredicate<JavaClass> AGENT_API = resideInAPackage("dev.lifeboat.agent.api..");
    private static final DescribedPredicate<JavaClass> AGENT =
            resideInAPackage("dev.lifeboat.agent..").and(DescribedPredicate.not(AGENT_API));
    private static final DescribedPredicate<JavaClass> OPERATOR = resideInAPackage("dev.lifeboat.operator..");
    private static final DescribedPredicate<JavaClass> SIMULATOR = resideInAPackage("dev.lifeboat.simulator..");
    private static final DescribedPredicate<JavaClass> DEVCLUSTER = resideInAPackage("dev.lifeboat.devcluster..");
    private static final DescribedPredicate<JavaClass> E2E = resideInAPackage("dev.lifeboat.e2e..");

    private record Module(String name, DescribedPredicate<JavaClass> classes, Set<String> mayUse, String because) {}

    private static final List<Module> MODULES = List.of(
            new Module("crds", CRDS, Set.of(), "the API outlives whatever implements it"),
            new Module("xen", XEN, Set.of(), "a pool is spoken of in its own words"),
            new Module("repository", REPOSITORY, Set.of(), "the format outlives all other code"),
            new Module("agent-api", AGENT_API, Set.of(), "it is what two processes agree on, and no more"),
            new Module("nbd-agent", AGENT, Set.of("xen", "repository", "agent-api"), "pods know no Kubernetes"),
            new Module(
                    "operator",
                    OPERATOR,
                    Set.of("crds", "xen", "agent-api"),
                    "the control plane never opens a storage, and never sees a byte of disk data"),
            new Module("simulator", SIMULATOR, Set.of(), "it is written from the facts, not from our client"),
            new Module("devcluster", DEVCLUSTER, Set.of(), "a Kubernetes API does not know our kinds"),
            new Module("e2e", E2E, Set.of(), "the quickstart looks at everything from outside, as a user does"));

    static List<Module> modules() {
        return MODULES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleUsesOnlyTheModulesItMay(Module module) {
        var forbidden = MODULES.stream()
                .filter(other -> other != module && !module.mayUse().contains(other.name()))
                .map(Module::classes)
                .reduce(DescribedPredicate.alwaysFalse(), (one, another) -> one.or(another));

        noClasses()
                .that(module.classes())
                .should()
                .dependOnClassesThat(forbidden)
                .because(module.because())
                .check(MAIN_CODE);
    }

    @Test
    void everyModuleIsLookedAt() {
        var empty = new TreeSet<String>();
        for (var module : MODULES) {
            if (MAIN_CODE.that(module.classes()).isEmpty()) {
                empty.add(module.name());
            }
        }
        assertThat(empty).as("modules without classes on the class path").isEmpty();
    }

    @Test
    void theKubernetesClientStaysInThePartsThatTalkToACluster() {
        noClasses()
                .that(DescribedPredicate.not(CRDS.or(OPERATOR).or(E2E)))
                .and(DescribedPredicate.not(DEVCLUSTER))
                .should()
                .dependOnClassesThat(resideInAPackage("io.fabric8.kubernetes.."))
                .because("agents have no Kubernetes token, and formats and pools know no cluster")
                .check(MAIN_CODE);
    }

    @Test
    void theOperatorSdkStaysInTheOperator() {
        noClasses()
                .that(DescribedPredicate.not(OPERATOR))
                .should()
                .dependOnClassesThat(resideInAPackage("io.javaoperatorsdk.."))
                .because("reconcilers live in the operator")
                .check(MAIN_CODE);
    }

    @ParameterizedTest
    @MethodSource("vendorPackages")
    void aVendorLibraryStaysInItsPackages(Map.Entry<String, List<String>> vendor) {
        noClasses()
                .that(DescribedPredicate.not(
                        resideInAnyPackage(vendor.getValue().toArray(String[]::new))))
                .should()
                .dependOnClassesThat(resideInAPackage(vendor.getKey()))
                .because("no type of a vendor, not even a constant, is part of an interface of ours")
                .check(MAIN_CODE);
    }

    static Set<Map.Entry<String, List<String>>> vendorPackages() {
        return Map.of(
                        "org.apache.xmlrpc..", List.of("dev.lifeboat.xen.."),
                        "software.amazon.awssdk..", List.of("dev.lifeboat.repository.objectstore.."),
                        "com.github.luben.zstd..",
                                List.of(
                                        "dev.lifeboat.repository..",
                                        "dev.lifeboat.xen.stream..",
                                        "dev.lifeboat.simulator.xva.."),
                        "dev.cel..", List.of("dev.lifeboat.devcluster.."))
                .entrySet();
    }

    @Test
    void theRepositoryIsBuiltInLayers() {
        var layers = List.of(
                "errors",
                "objectstore",
                "task",
                "crypto",
                "chunk",
                "disk",
                "manifest",
                "point",
                "export",
                "session",
                "verify",
                "prune");
        assertThat(MAIN_CODE.getPackage("dev.lifeboat.repository").getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(layers);
        for (var lower = 0; lower < layers.size(); lower++) {
            var above = layers.subList(lower + 1, layers.size()).stream()
                    .map(layer -> "dev.lifeboat.repository." + layer + "..")
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.lifeboat.repository." + layers.get(lower) + "..")
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(above))
                        .because("each layer of the repository knows only those below it")
                        .allowEmptyShould(false)
                        .check(MAIN_CODE);
            }
        }
    }

    /// A root package is either a module's door, and nothing behind it names it, or its words, and it names nothing
    /// behind it.
    @Test
    void noPackagesGoInCircles() {
        slices().matching("dev.lifeboat.(**)").should().beFreeOfCycles().check(MAIN_CODE);
    }

    @Test
    void noPackageOfTheOperatorSeesThePlansOfAnother() {
        classes()
                .that()
                .resideInAPackage("dev.lifeboat.operator.(*)..")
                .and()
                .haveSimpleNameEndingWith("Plan")
                .should()
                .bePackagePrivate()
                .because("deleting a kind is deleting a package")
                .check(MAIN_CODE);
    }
}
