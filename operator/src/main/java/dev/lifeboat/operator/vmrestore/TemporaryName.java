package dev.lifeboat.operator.vmrestore;

/// What a VM is called until it is released. It carries the final name, so that this needs no memory, and the restore,
/// so that a VM which only inherited our markers, as a clone does, is never taken for one that may be destroyed.
public record TemporaryName(String uid) {
    String of(String finalName) {
        return finalName + suffix();
    }

    public boolean isOn(String name) {
        return name.endsWith(suffix());
    }

    /// The name itself when it is not a temporary one.
    String finalName(String name) {
        return isOn(name) ? name.substring(0, name.length() - suffix().length()) : name;
    }

    private String suffix() {
        return " [being restored, " + uid + "]";
    }
}
