package orch.work.sheets;

import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.ExponentialBackOff;
import com.google.api.services.sheets.v4.Sheets;
import com.google.api.services.sheets.v4.SheetsScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import orch.model.OrchException;
import orch.work.SheetsLoader;

/** Makes the client of a sheet. */
final class SheetsClient {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 30_000;

  /** Quotas are by the minute. */
  private static final int LONGEST_BACKOFF_MILLIS = 120_000;

  private static final int MOST_TRIES = 12;

  private SheetsClient() {}

  static Sheets of(SheetsLoader.Place place) {
    HttpCredentialsAdapter credentials = new HttpCredentialsAdapter(credentials(place));
    Sheets.Builder builder =
        new Sheets.Builder(
                new NetHttpTransport(),
                GsonFactory.getDefaultInstance(),
                request -> prepare(request, credentials))
            .setApplicationName("orch");
    if (!place.url().isEmpty()) {
      builder.setRootUrl(place.url().endsWith("/") ? place.url() : place.url() + "/");
    }
    return builder.build();
  }

  private static GoogleCredentials credentials(SheetsLoader.Place place) {
    try (InputStream in = Files.newInputStream(place.credentials())) {
      return ServiceAccountCredentials.fromStream(in)
          .createScoped(List.of(SheetsScopes.SPREADSHEETS));
    } catch (IOException | IllegalArgumentException e) {
      throw new OrchException.BadInput(
          place.credentials() + " holds no credentials of a service account",
          List.of(String.valueOf(e.getMessage())),
          null);
    }
  }

  /** A token that has run out is renewed; a quota that is used up is waited for. */
  private static void prepare(HttpRequest request, HttpCredentialsAdapter credentials)
      throws IOException {
    credentials.initialize(request);
    HttpUnsuccessfulResponseHandler backOff =
        new HttpBackOffUnsuccessfulResponseHandler(
                new ExponentialBackOff.Builder()
                    .setInitialIntervalMillis(500)
                    .setMultiplier(2)
                    .setMaxElapsedTimeMillis(LONGEST_BACKOFF_MILLIS)
                    .build())
            .setBackOffRequired(
                answer -> answer.getStatusCode() == 429 || answer.getStatusCode() / 100 == 5);
    request
        .setConnectTimeout(CONNECT_MILLIS)
        .setReadTimeout(ANSWER_MILLIS)
        .setNumberOfRetries(MOST_TRIES)
        .setUnsuccessfulResponseHandler(
            (of, answer, again) ->
                credentials.handleResponse(of, answer, again)
                    || backOff.handleResponse(of, answer, again));
  }
}
