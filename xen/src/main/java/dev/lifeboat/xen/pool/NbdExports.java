package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Asks where a VDI can be read over NBD.
final class NbdExports {

    private final XapiSession session;
    private final PoolObjects objects;

    NbdExports(XapiSession session, PoolObjects objects) {
        this.session = session;
        this.objects = objects;
    }

    List<NbdExport> of(UUID vdi) {
        String ref = objects.ref("VDI", vdi);
        try {
            return session.call("VDI.get_nbd_info", ref) instanceof List<?> places
                    ? places.stream()
                            .map(XapiRecord::of)
                            .map(NbdExports::export)
                            .toList()
                    : List.of();
        } catch (XapiException e) {
            if (e.code().equals("MESSAGE_METHOD_UNKNOWN")) {
                return List.of();
            }
            throw e;
        }
    }

    /// Preferred addresses first, then the others as the pool names them. Every name is good at every address of a
    /// host, and so is its certificate.
    static List<NbdExport> arranged(List<NbdExport> named, List<HostRoute> routes) {
        return Stream.concat(preferred(named, routes), named.stream())
                .distinct()
                .toList();
    }

    /// Preferred addresses alone where a host has any that serve, all that the pool names for every other host.
    static List<NbdExport> chosen(List<NbdExport> named, List<HostRoute> routes) {
        var preferred = preferred(named, routes).toList();
        var others = named.stream()
                .filter(export -> routes.stream()
                        .noneMatch(route ->
                                leadsTo(route, export) && preferred.stream().anyMatch(it -> leadsTo(route, it))));
        return Stream.concat(preferred.stream(), others).distinct().toList();
    }

    private static boolean leadsTo(HostRoute route, NbdExport export) {
        return route.known().contains(export.address()) || route.preferred().contains(export.address());
    }

    /// An address that the pool knows is served only if the pool names it; one that it does not know was written down
    /// by somebody who does.
    private static Stream<NbdExport> preferred(List<NbdExport> named, List<HostRoute> routes) {
        return named.stream()
                .flatMap(export -> routes.stream()
                        .filter(route -> route.known().contains(export.address()))
                        .flatMap(route -> route.preferred().stream()
                                .filter(address -> address.equals(export.address())
                                        || !route.known().contains(address)))
                        .map(export::at));
    }

    private static NbdExport export(XapiRecord place) {
        return new NbdExport(
                place.text("exportname"),
                place.text("address"),
                place.count("port"),
                place.text("cert"),
                place.text("subject"));
    }
}
