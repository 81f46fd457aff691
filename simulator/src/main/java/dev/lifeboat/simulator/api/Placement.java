package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Optional;

/// On which host a VM can run: one that lives, is enabled, sees its repositories and networks, and has the memory.
final class Placement {
    private final Call call;
    private final Entity vm;

    Placement(Call call, Entity vm) {
        this.call = call;
        this.vm = vm;
    }

    /// The first host that fits. Where none does, the reason is the only host's own, or that there is none.
    Entity anywhere() {
        var hosts = call.pool().hosts().stream().map(Host::entity).toList();
        for (var host : hosts) {
            if (refusal(host).isEmpty()) {
                return host;
            }
        }
        throw hosts.size() == 1 ? refusal(hosts.getFirst()).orElseThrow() : XapiError.of("NO_HOSTS_AVAILABLE");
    }

    Entity on(Entity host) {
        refusal(host).ifPresent(error -> {
            throw error;
        });
        return host;
    }

    Optional<XapiError> refusal(Entity host) {
        return alive(host).or(() -> repositories(host)).or(() -> networks(host)).or(() -> memory(host));
    }

    static Optional<XapiError> alive(Entity host) {
        boolean live =
                host.follow("metrics").map(metrics -> metrics.flag("live")).orElse(true);
        if (!live) {
            return Optional.of(XapiError.of("HOST_OFFLINE", host.ref()));
        }
        return host.flag("enabled") ? Optional.empty() : Optional.of(XapiError.of("HOST_DISABLED", host.ref()));
    }

    private Optional<XapiError> repositories(Entity host) {
        return vm.followAll("VBDs").stream()
                .flatMap(vbd -> vbd.follow("VDI").stream())
                .flatMap(vdi -> vdi.follow("SR").stream())
                .filter(sr -> !SrState.pluggedOn(sr, host))
                .findFirst()
                .map(sr -> XapiError.of("VM_REQUIRES_SR", vm.ref(), sr.ref()));
    }

    /// A network without a physical interface is internal to any one host.
    private Optional<XapiError> networks(Entity host) {
        return vm.followAll("VIFs").stream()
                .flatMap(vif -> vif.follow("network").stream())
                .filter(network -> !network.followAll("PIFs").isEmpty())
                .filter(network -> network.followAll("PIFs").stream()
                        .noneMatch(pif -> pif.text("host").equals(host.ref()) && pif.flag("currently_attached")))
                .findFirst()
                .map(network -> XapiError.of("VM_REQUIRES_NETWORK", vm.ref(), network.ref()));
    }

    private Optional<XapiError> memory(Entity host) {
        long needed = vm.number("memory_dynamic_max");
        long available = HostCalls.freeMemory(host);
        boolean enough = vm.text("resident_on").equals(host.ref()) || needed <= available;
        return enough
                ? Optional.empty()
                : Optional.of(
                        XapiError.of("HOST_NOT_ENOUGH_FREE_MEMORY", Long.toString(needed), Long.toString(available)));
    }
}
