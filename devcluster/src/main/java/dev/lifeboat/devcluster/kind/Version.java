package dev.lifeboat.devcluster.kind;

/// An API version of a group; the core group has the empty name.
public record Version(String group, String version) {

    /// As `apiVersion` carries it.
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// The path under which its resources are served, without a leading slash.
    public String path() {
        return group.isEmpty() ? "api/" + version : "apis/" + apiVersion();
    }
}
