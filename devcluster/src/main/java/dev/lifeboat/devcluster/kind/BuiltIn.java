package dev.lifeboat.devcluster.kind;

import dev.lifeboat.devcluster.table.BuiltInColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The kinds Kubernetes brings along, as far as the devcluster serves them.
public final class BuiltIn {
    public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    public static final GroupResource PODS = new GroupResource("", "pods");
    public static final GroupResource JOBS = new GroupResource("batch", "jobs");
    public static final GroupResource EVENTS = new GroupResource("", "events");
    public static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    public static final GroupResource SECRETS = new GroupResource("", "secrets");
    public static final GroupResource NODES = new GroupResource("", "nodes");
    public static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
    public static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    public static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    public static final GroupResource DEFINITIONS =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    private static final Version CORE = new Version("", "v1");
    private static final Version RBAC = new Version("rbac.authorization.k8s.io", "v1");
    private static final String STATUS = "status";

    private BuiltIn() {}

    public static List<Kind> kinds() {
        var kinds = new ArrayList<Kind>();
        kinds.add(cluster(CORE, "Namespace", List.of("ns"), STATUS));
        kinds.add(cluster(CORE, "Node", List.of("no"), STATUS));
        kinds.add(cluster(CORE, "PersistentVolume", List.of("pv"), STATUS));
        kinds.add(namespaced(CORE, "ConfigMap", List.of("cm")));
        kinds.add(namespaced(CORE, "Secret", List.of()));
        kinds.add(namespaced(CORE, "Service", List.of("svc"), STATUS));
        kinds.add(namespaced(CORE, "ServiceAccount", List.of("sa")));
        kinds.add(namespaced(CORE, "Pod", List.of("po"), STATUS, "log"));
        kinds.add(namespaced(CORE, "Event", List.of("ev")));
        kinds.add(namespaced(CORE, "Endpoints", List.of("ep")));
        kinds.add(namespaced(CORE, "PersistentVolumeClaim", List.of("pvc"), STATUS));
        kinds.add(namespaced(new Version("events.k8s.io", "v1"), "Event", List.of("ev")));
        kinds.add(namespaced(new Version("batch", "v1"), "Job", List.of(), STATUS));
        kinds.add(namespaced(new Version("apps", "v1"), "Deployment", List.of("deploy"), STATUS));
        kinds.add(namespaced(new Version("coordination.k8s.io", "v1"), "Lease", List.of()));
        kinds.add(cluster(new Version("storage.k8s.io", "v1"), "StorageClass", List.of("sc")));
        kinds.add(namespaced(RBAC, "Role", List.of()));
        kinds.add(namespaced(RBAC, "RoleBinding", List.of()));
        kinds.add(cluster(RBAC, "ClusterRole", List.of()));
        kinds.add(cluster(RBAC, "ClusterRoleBinding", List.of()));
        kinds.add(cluster(
                new Version("apiextensions.k8s.io", "v1"), "CustomResourceDefinition", List.of("crd", "crds"), STATUS));
        return kinds;
    }

    private static Kind cluster(Version version, String kind, List<String> shortNames, String... subresources) {
        return kind(version, kind, Scope.CLUSTER, shortNames, subresources);
    }

    private static Kind namespaced(Version version, String kind, List<String> shortNames, String... subresources) {
        return kind(version, kind, Scope.NAMESPACED, shortNames, subresources);
    }

    private static Kind kind(
            Version version, String kind, Scope scope, List<String> shortNames, String... subresources) {
        var singular = kind.toLowerCase(Locale.ROOT);
        var names = new Names(kind, plural(singular), singular, shortNames, categories(kind));
        return new Kind(
                version, names, scope, Set.of(subresources), Optional.empty(), BuiltInColumns.of(kind), List.of());
    }

    private static String plural(String singular) {
        if (singular.endsWith("s")) {
            return singular.equals("endpoints") ? singular : singular + "es";
        }
        return singular + "s";
    }

    private static List<String> categories(String kind) {
        return switch (kind) {
            case "Pod", "Service", "Job", "Deployment" -> List.of("all");
            case "CustomResourceDefinition" -> List.of("api-extensions");
            default -> List.of();
        };
    }
}
