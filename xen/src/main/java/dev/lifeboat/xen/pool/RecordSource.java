package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Map;

/// All objects of a class, and any one of them.
interface RecordSource extends Lookup {

    /// By ref, in an order that does not change from one reading to the next.
    Map<String, XapiRecord> all(String type);
}
