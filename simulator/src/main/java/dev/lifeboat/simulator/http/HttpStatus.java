package dev.lifeboat.simulator.http;

/// The words behind the numbers.
final class HttpStatus {
    private HttpStatus() {}

    static String text(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            default -> "Internal Error";
        };
    }
}
