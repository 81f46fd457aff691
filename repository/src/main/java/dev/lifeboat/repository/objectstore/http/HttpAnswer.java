package dev.lifeboat.repository.objectstore.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// What came back. Closing the body gives the connection back, or closes it if much is left unread.
///
/// @param headers by their names in lower case
public record HttpAnswer(int status, String reason, Map<String, List<String>> headers, InputStream body) {}
