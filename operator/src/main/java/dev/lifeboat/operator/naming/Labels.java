package dev.lifeboat.operator.naming;

import java.util.Set;
import java.util.regex.Pattern;

/// Labels that our resources are found by.
public final class Labels {
    public static final String POLICY = "lifeboat.dev/policy";
    public static final String SCHEDULE = "lifeboat.dev/schedule";
    /// Hash of the run request that asked for a backup.
    public static final String RUN = "lifeboat.dev/run";
    public static final String VM_UUID = "lifeboat.dev/vm-uuid";
    public static final String HYPERVISOR = "lifeboat.dev/hypervisor";
    public static final String STORAGE = "lifeboat.dev/storage";
    public static final String POOL_UUID = "lifeboat.dev/pool-uuid";
    public static final String POWER_STATE = "lifeboat.dev/power-state";
    /// Before the tag itself.
    public static final String TAG_PREFIX = "tag.lifeboat.dev/";

    /// What every XenVm carries, beside its tags.
    public static final Set<String> OF_XEN_VMS = Set.of(HYPERVISOR, POOL_UUID, POWER_STATE);

    private static final int MAX_LENGTH = 63;
    private static final int HASH_LENGTH = 8;
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private Labels() {}

    /// A resource's name as the value of a label: cut where it is too long, with a hash that keeps it apart from
    /// others.
    public static String value(String resourceName) {
        return resourceName.length() <= MAX_LENGTH
                ? resourceName
                : resourceName.substring(0, MAX_LENGTH - HASH_LENGTH - 1) + "-"
                        + ShortHash.of(resourceName, HASH_LENGTH);
    }

    /// Whether a text can stand in the name of a label as it is.
    public static boolean fits(String text) {
        return VALID.matcher(text).matches();
    }
}
