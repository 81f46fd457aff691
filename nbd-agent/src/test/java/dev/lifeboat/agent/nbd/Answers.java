package dev.lifeboat.agent.nbd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Notes what a [Transmission] says of its requests, and takes every answer.
final class Answers implements Transmission.Events, ReadRequest.Outcome, StatusRequest.Outcome {
    final List<String> events = new ArrayList<>();

    @Override
    public void answered(InFlight answer) {
        events.add("answered " + answer.request().offset());
        answer.tell();
    }

    @Override
    public void refused(Request request, ServerError error) {
        events.add("refused " + request.offset() + " " + error);
    }

    @Override
    public void read() {}

    @Override
    public void described(Map<String, List<NbdExtent>> extents) {}

    @Override
    public void failed(NbdException reason) {}
}
