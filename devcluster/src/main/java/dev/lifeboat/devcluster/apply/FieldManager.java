package dev.lifeboat.devcluster.apply;

/// Who writes, by which operation, through which subresource: each of these owns its fields apart.
public record FieldManager(String name, Operation operation, String subresource, String apiVersion) {
    /// The names are those that managedFields carries.
    public enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String written;

        Operation(String written) {
            this.written = written;
        }

        static Operation of(String written) {
            return written.equals(APPLY.written) ? APPLY : UPDATE;
        }

        String written() {
            return written;
        }
    }
}
