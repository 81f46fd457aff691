package dev.lifeboat.operator.naming;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Names of VmBackups: `<vm>-<yyyymmdd-hhmmss>-<hash>`.
public final class BackupName {
    /// Leaves room for what names of Jobs and pods add, within 63.
    public static final int MAX_LENGTH = 52;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int HASH_LENGTH = 5;
    private static final int VM_LENGTH = MAX_LENGTH - "-yyyymmdd-hhmmss-".length() - HASH_LENGTH;

    private BackupName() {}

    /// @param occasion what tells this backup from others of the same VM at the same time; the same occasion gives the
    /// same name, so that nothing is created twice
    public static String of(String vmName, Instant time, String occasion) {
        return Slug.of(vmName, VM_LENGTH, "vm") + "-" + TIME.format(time) + "-" + ShortHash.of(occasion, HASH_LENGTH);
    }
}
