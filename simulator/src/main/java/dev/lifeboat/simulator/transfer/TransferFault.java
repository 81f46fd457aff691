package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pause;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.simulator.http.DropConnection;
import dev.lifeboat.simulator.rpc.XapiError;

/// Faults that tests ask for by the name of a handler, as `export_raw_vdi`; they strike once the head is sent.
final class TransferFault {
    private TransferFault() {}

    static void strike(Pool pool, String handler) {
        var met = pool.faults().take(handler);
        if (met.isEmpty()) {
            return;
        }
        switch (met.get().fault()) {
            case CallFault.Failure(var code, var parameters) -> throw new XapiError(code, parameters);
            case CallFault.Delay(var pause) -> Pause.of(pause);
            case CallFault.Stuck() -> met.get().awaitEnd();
            case CallFault.DropBefore(), CallFault.DropAfter() -> throw new DropConnection();
        }
    }
}
