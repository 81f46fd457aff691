package dev.lifeboat.devcluster.kind;

/// An API version of a group; the core group has the empty name.
public record Version(String group, String version) {
    public static Version of(String apiVersion) {
        var slash = apiVersion.indexOf('/');
        return slash < 0
                ? new Version("", apiVersion)
                : new Version(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    /// As `apiVersion` carries it.
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// The path under which its resources are served, without a leading slash.
    public String path() {
        return group.isEmpty() ? "api/" + version : "apis/" + apiVersion();
    }
}
