package orch.work;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import orch.model.ApartLoader;
import orch.model.OrchException;

/**
 * Opens lists of work in sheets of Google's. Its client comes in a dozen jars, see {@link
 * ApartLoader}.
 */
public final class SheetsLoader {
  private SheetsLoader() {}

  /**
   * Where a sheet is.
   *
   * @param spreadsheet its id, as in its address
   * @param worksheet the title of the sheet in it
   * @param credentials the file with the key of a service account
   * @param url of another server that answers as Google's does; empty: Google's
   */
  public record Place(String spreadsheet, String worksheet, Path credentials, String url) {}

  /**
   * Opens one; nothing is asked before the first look.
   *
   * @param every how often it is looked at
   * @throws OrchException.BadInput when the credentials cannot be used, or the client is not there
   */
  public static WorkSource open(Place place, Duration every, Clock clock) {
    return ApartLoader.make(
        WorkSource.class,
        SheetsLoader.class,
        "sheets",
        "orch.work.sheets.SheetsSource",
        SheetsLoader::missing,
        place,
        every,
        clock);
  }

  private static OrchException.BadInput missing(Throwable why) {
    return new OrchException.BadInput(
        "sheets need Google's client, which is not here",
        List.of(
            String.valueOf(why),
            "where orch is a library: com.google.apis:google-api-services-sheets and"
                + " com.google.auth:google-auth-library-oauth2-http"),
        null);
  }
}
