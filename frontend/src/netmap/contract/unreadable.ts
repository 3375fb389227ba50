/** The server sent something this island cannot read; the message is a sentence for the log. */
export class Unreadable extends Error {
  override name = "Unreadable";
}
