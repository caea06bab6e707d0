import { ProfilesPage } from '../features/profiles/profiles-page.tsx';

export default function ListPage() {
  return <ProfilesPage />;
}
