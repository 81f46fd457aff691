package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.List;
import java.util.UUID;

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

    private static NbdExport export(XapiRecord place) {
        return new NbdExport(
                place.text("exportname"),
                place.text("address"),
                place.count("port"),
                place.text("cert"),
                place.text("subject"));
    }
}
