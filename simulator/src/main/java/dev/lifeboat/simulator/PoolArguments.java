package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Role;
import dev.lifeboat.simulator.inventory.HostSpec;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.RepositoryKind;
import dev.lifeboat.simulator.inventory.RepositorySpec;
import dev.lifeboat.simulator.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The command line's words for what a pool is like.
final class PoolArguments {
    private static final int PARTS_OF_A_USER = 3;
    private static final int FIRST_NETWORK = 66;

    @Option(names = "--profile", defaultValue = "8.3", description = "Release to be: 6.5, 7.2, 7.6, 8.0, 8.2 or 8.3.")
    private String profile = "";

    @Option(names = "--hosts", defaultValue = "2", description = "How many hosts a pool has.")
    private int hosts;

    @Option(
            names = "--host-address",
            split = ",",
            description = "Management address of each host, the master first; 127.0.66.1 and so on without it.")
    private List<String> addresses = List.of();

    @Option(
            names = "--backup-address",
            split = ",",
            description = "Address of each host on the network with purpose nbd; 127.0.67.1 and so on without it.")
    private List<String> backupAddresses = List.of();

    @Option(names = "--username", defaultValue = "root", description = "The local root, who may do everything.")
    private String username = "";

    @Option(
            names = "--password",
            defaultValue = "${env:LIFEBOAT_SIMULATOR_PASSWORD:-password}",
            description = "Its password; LIFEBOAT_SIMULATOR_PASSWORD sets it too.")
    private String password = "";

    @Option(
            names = "--user",
            paramLabel = "NAME:ROLE:PASSWORD",
            description = "One more user. Roles: read-only, vm-operator, vm-admin, vm-power-admin, pool-operator,"
                    + " pool-admin, or none. May be given several times.")
    private List<String> users = List.of();

    @Option(
            names = "--restrict",
            split = ",",
            description = "Features that the licence leaves out, as restrict_cbt or restrict_checkpoint.")
    private List<String> restrictions = List.of();

    @Option(names = "--inventory", description = "VMs to start with, as YAML or JSON; four built-in ones without it.")
    private Optional<Path> inventory = Optional.empty();

    @Option(names = "--capacity-gib", defaultValue = "64", description = "Size of the default repository.")
    private long capacityGib;

    @Option(
            names = "--repository",
            paramLabel = "NAME:TYPE:GIB[:HOST]",
            description = "One more repository. Types: nfs, ext, lvm, lvmoiscsi, smb, zfs, linstor, glusterfs, iscsi."
                    + " One that is not shared belongs to the host with that number, 1 without it.")
    private List<String> repositories = List.of();

    /// The pool with this number, counted from 0; each has addresses of its own.
    PoolOptions applyTo(PoolOptions options, int number) {
        var pool = options.profile(Profile.named(profile))
                .hosts(hostSpecs(FIRST_NETWORK + 2 * number))
                .credentials(username, password)
                .restrict(restrictions.toArray(String[]::new))
                .inventory(inventory.map(Inventory::read).orElseGet(Inventory::standard))
                .capacity(capacityGib << 30);
        for (var user : users) {
            var parts = user.split(":", PARTS_OF_A_USER);
            if (parts.length < PARTS_OF_A_USER) {
                throw new IllegalArgumentException("--user needs NAME:ROLE:PASSWORD");
            }
            pool = pool.user(parts[0], parts[2], Role.named(parts[1]));
        }
        for (var repository : repositories) {
            pool = pool.store(repository(repository));
        }
        return pool;
    }

    private List<HostSpec> hostSpecs(int network) {
        if (addresses.isEmpty() && backupAddresses.isEmpty()) {
            return HostSpec.numbered(hosts, network);
        }
        if (addresses.size() != backupAddresses.size()) {
            throw new IllegalArgumentException("each host needs a --host-address and a --backup-address");
        }
        var specs = new ArrayList<HostSpec>();
        for (int i = 0; i < addresses.size(); i++) {
            specs.add(new HostSpec("xcp-host-" + (i + 1), addresses.get(i), backupAddresses.get(i)));
        }
        return specs;
    }

    private static RepositorySpec repository(String text) {
        var parts = text.split(":", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException("--repository needs NAME:TYPE:GIB[:HOST], not " + text);
        }
        var spec = RepositorySpec.of(parts[0], RepositoryKind.named(parts[1]), Long.parseLong(parts[2]) << 30);
        return parts.length == 3 ? spec : spec.on(Integer.parseInt(parts[3]) - 1);
    }
}
